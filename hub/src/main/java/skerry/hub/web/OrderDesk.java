package skerry.hub.web;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import skerry.hub.access.Access;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Order;
import skerry.hub.store.StoreException;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;
import skerry.protocol.control.CommandType;

/** Gives orders to agents, and finds those that a request names. Thread-safe. */
final class OrderDesk {
    private final FleetStore store;
    private final Consumer<Uid> waits;
    private final Access access;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param waits told that a command waits for an agent */
    OrderDesk(FleetStore store, Consumer<Uid> waits, Access access, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.waits = waits;
        this.access = access;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Orders something of the agent that a request names, with a line in the audit trail.
     *
     * @param life until when it is sent
     */
    Order give(ServerRequest request, CommandType type, Bytes args, Duration life) {
        Agent agent = agent(request);
        if (agent.retired()) {
            throw new ApiException(Status.CONFLICT_409, "agent " + agent.uid() + " is retired: nothing is sent to it");
        }
        if (agent.simulated()) {
            throw new ApiException(
                    Status.CONFLICT_409, "agent " + agent.uid() + " is simulated: there is no machine to ask");
        }
        byte[] id = new byte[16];
        random.nextBytes(id);
        long now = clock.millis();
        String actor = Gate.principal(request).name();
        Order order = Order.of(Bytes.of(id), agent.uid(), type, args, actor, now, now + life.toMillis());
        try {
            store.orders().add(order);
        } catch (StoreException e) {
            throw ApiException.conflict(e);
        }
        access.audit(actor, "agent.command", target(agent, order), "ordered", Gate.from(request));
        waits.accept(agent.uid());
        return order;
    }

    Agent agent(ServerRequest request) {
        String uid = request.path().pathParameters().get("uid");
        Optional<Agent> known = Optional.empty();
        try {
            known = store.registry().find(new Uid(uid));
        } catch (IllegalArgumentException _) {
            // as one that is not there
        }
        return known.orElseThrow(() -> ApiException.notFound("there is no agent " + uid));
    }

    Order order(ServerRequest request) {
        Uid uid = agent(request).uid();
        String id = request.path().pathParameters().get("id");
        Optional<Order> known = Optional.empty();
        try {
            known = store.orders()
                    .find(Bytes.ofHex(id))
                    .filter(order -> order.uid().equals(uid));
        } catch (IllegalArgumentException _) {
            // as one that is not there
        }
        return known.orElseThrow(() -> ApiException.notFound("there is no command " + id + " for this agent"));
    }

    static String target(Agent agent, Order order) {
        return order.type().word() + " " + order.id().hex() + " at " + agent.uid() + " of " + agent.site() + "/"
                + agent.node();
    }

    /** waiting, sent, answering, cancelled, expired, or how it ended. */
    String state(Order order) {
        if (order.outcome().isPresent()) {
            return order.outcome().get().name().toLowerCase(Locale.ROOT);
        }
        if (order.partsHere() > 0) {
            return "answering";
        }
        if (order.cancelled()) {
            return "cancelled";
        }
        if (clock.millis() >= order.endsAt()) {
            return "expired";
        }
        return order.sentAt() == 0 ? "waiting" : "sent";
    }
}
