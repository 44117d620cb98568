package skerry.hub.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CompositeAddress;
import org.jspecify.annotations.Nullable;
import skerry.hub.store.Agent;
import skerry.hub.store.AgentRegistry;
import skerry.protocol.Uid;

/**
 * Who may log in and use which topic: agents of the registry by their certificate, or on loopback by their password, the hub
 * by a password of this process. Thread-safe.
 *
 * <p>The subject holds Artemis's own {@link UserPrincipal}; with any other one its caches hand the first client's
 * identity to later ones.
 */
final class AgentSecurity implements ActiveMQSecurityManager5 {
    private final AgentRegistry registry;
    private final TopicRights rights;
    private final byte[] hubPassword;
    private final BrokerCounts counts;

    AgentSecurity(AgentRegistry registry, TopicRights rights, String hubPassword, BrokerCounts counts) {
        this.counts = counts;
        this.registry = registry;
        this.rights = rights;
        this.hubPassword = hubPassword.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    @SuppressWarnings("NullAway") // null is Artemis's word for a refused login
    public @Nullable Subject authenticate(
            @Nullable String user,
            @Nullable String password,
            RemotingConnection remotingConnection,
            @Nullable String securityDomain) {
        if (user == null || !isRight(user, password, ClientCertificate.name(remotingConnection))) {
            counts.count(BrokerCounts.Cause.LOGIN);
            return null;
        }
        return new Subject(true, Set.of(new UserPrincipal(user)), Set.of(), Set.of());
    }

    private boolean isRight(String user, @Nullable String password, Optional<String> certified) {
        if (certified.isPresent()) {
            return certified.get().equals(user) && agent(user).isPresent();
        }
        if (password == null) {
            return false;
        }
        if (user.equals(EmbeddedBroker.HUB_USER)) {
            return MessageDigest.isEqual(hubPassword, password.getBytes(StandardCharsets.UTF_8));
        }
        return agent(user).filter(agent -> agent.card().admits(password)).isPresent();
    }

    @Override
    public boolean authorize(@Nullable Subject subject, Set<Role> roles, CheckType checkType, String address) {
        if (subject == null) {
            return false;
        }
        String topic = CompositeAddress.extractAddressName(address); // of a queue it names both
        for (UserPrincipal principal : subject.getPrincipals(UserPrincipal.class)) {
            return principal.getName().equals(EmbeddedBroker.HUB_USER)
                    ? hubMay(checkType, topic)
                    : agent(principal.getName())
                            .filter(agent -> agentMay(agent.uid(), checkType, topic))
                            .isPresent();
        }
        return false;
    }

    private boolean agentMay(Uid uid, CheckType check, String topic) {
        return switch (check) {
            case SEND -> rights.agentMayPublish(uid, topic);
            // Artemis deletes an address in the name of whoever used it last.
            case CREATE_ADDRESS, DELETE_ADDRESS ->
                rights.agentMayPublish(uid, topic) || rights.agentMaySubscribe(uid, topic);
            case CONSUME,
                    CREATE_DURABLE_QUEUE,
                    CREATE_NON_DURABLE_QUEUE,
                    DELETE_DURABLE_QUEUE,
                    DELETE_NON_DURABLE_QUEUE -> rights.agentMaySubscribe(uid, topic);
            default -> false;
        };
    }

    private boolean hubMay(CheckType check, String topic) {
        return switch (check) {
            case SEND -> rights.hubMayPublish(topic);
            // Artemis deletes an address in the name of whoever used it last.
            case CREATE_ADDRESS, DELETE_ADDRESS -> rights.hubMayPublish(topic) || rights.hubMaySubscribe(topic);
            case CONSUME,
                    CREATE_DURABLE_QUEUE,
                    CREATE_NON_DURABLE_QUEUE,
                    DELETE_DURABLE_QUEUE,
                    DELETE_NON_DURABLE_QUEUE -> rights.hubMaySubscribe(topic);
            default -> false;
        };
    }

    private Optional<Agent> agent(String user) {
        try {
            return registry.find(new Uid(user)).filter(agent -> !agent.retired());
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // not an agent's name at all
        }
    }

    @Override
    public boolean validateUser(String user, String password) {
        return isRight(user, password, Optional.empty());
    }

    /** Artemis asks this of older managers only; nobody has a right by role. */
    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
        return false;
    }
}
