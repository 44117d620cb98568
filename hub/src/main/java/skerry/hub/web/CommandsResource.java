package skerry.hub.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import skerry.hub.access.Access;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Order;
import skerry.hub.store.StoreException;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;
import skerry.protocol.control.CommandType;

/** What administrators ask agents to do, and the answers. */
final class CommandsResource implements HttpService {
    /** A site that is dark gets it at its next contact. */
    private static final Duration LIFE = Duration.ofDays(7);

    private final FleetStore store;
    private final Consumer<Uid> waits;
    private final Access access;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param waits told that a command waits for an agent */
    CommandsResource(
            FleetStore store, Consumer<Uid> waits, Access access, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.waits = waits;
        this.access = access;
        this.clock = clock;
        this.random = random;
    }

    record NewCommand(@Nullable String type) {}

    /** @param state waiting, sent, answering, done, refused, failed, interrupted, other, cancelled or expired */
    record CommandBody(
            String id,
            String type,
            String by,
            long orderedAt,
            long endsAt,
            String state,
            String sentence,
            Optional<String> file,
            int partsHere,
            int parts) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/agents/{uid}/commands", this::list)
                .post("/agents/{uid}/commands", this::add)
                .delete("/agents/{uid}/commands/{id}", this::cancel)
                .get("/agents/{uid}/commands/{id}/file", this::file);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Gate.requireAdmin(request);
        List<Order> orders = store.orders().of(agent(request).uid());
        Json.send(response, Map.of("commands", orders.stream().map(this::body).toList()));
    }

    private void add(ServerRequest request, ServerResponse response) {
        Agent agent = agent(request);
        String word =
                Optional.ofNullable(Json.read(request, NewCommand.class).type()).orElse("");
        CommandType type = CommandType.of(word)
                .filter(CommandType.SUPPORT_FILE::equals) // upgrades are ordered by rollouts
                .orElseThrow(() -> ApiException.badRequest(
                        "'type' must be " + CommandType.SUPPORT_FILE.word() + ", was '" + word + "'"));
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
        Order order = Order.of(Bytes.of(id), agent.uid(), type, actor, now, now + LIFE.toMillis());
        try {
            store.orders().add(order);
        } catch (StoreException e) {
            throw ApiException.conflict(e);
        }
        access.audit(actor, "agent.command", target(agent, order), "ordered", Gate.from(request));
        waits.accept(agent.uid());
        response.status(Status.CREATED_201);
        Json.send(response, body(order));
    }

    private void cancel(ServerRequest request, ServerResponse response) {
        Order order = order(request);
        boolean cancelled = store.orders().cancel(order.id(), clock.millis());
        access.audit(
                Gate.principal(request).name(),
                "agent.command.cancel",
                target(agent(request), order),
                cancelled ? "ok" : "refused: it is over",
                Gate.from(request));
        if (!cancelled) {
            throw new ApiException(Status.CONFLICT_409, "this command is over already");
        }
        response.status(Status.NO_CONTENT_204).send();
    }

    private void file(ServerRequest request, ServerResponse response) {
        Gate.requireAdmin(request);
        Order order = order(request);
        byte[] content = store.orders()
                .content(order.id())
                .orElseThrow(() -> ApiException.notFound(
                        order.name().isEmpty()
                                ? "this command was not answered with a file"
                                : "the file was deleted with the day on which it came"));
        response.header(HeaderNames.CONTENT_TYPE, "application/octet-stream");
        response.header(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + order.name() + "\"");
        response.send(content);
    }

    private Agent agent(ServerRequest request) {
        String uid = request.path().pathParameters().get("uid");
        Optional<Agent> known = Optional.empty();
        try {
            known = store.registry().find(new Uid(uid));
        } catch (IllegalArgumentException _) {
            // as one that is not there
        }
        return known.orElseThrow(() -> ApiException.notFound("there is no agent " + uid));
    }

    private Order order(ServerRequest request) {
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

    private static String target(Agent agent, Order order) {
        return order.type().word() + " " + order.id().hex() + " at " + agent.uid() + " of " + agent.site() + "/"
                + agent.node();
    }

    private CommandBody body(Order order) {
        return new CommandBody(
                order.id().hex(),
                order.type().word(),
                order.by(),
                order.orderedAt(),
                order.endsAt(),
                state(order),
                order.sentence(),
                Optional.of(order.name()).filter(name -> !name.isEmpty()),
                order.partsHere(),
                order.parts());
    }

    private String state(Order order) {
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
