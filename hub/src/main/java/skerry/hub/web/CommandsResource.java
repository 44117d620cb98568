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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import skerry.hub.access.Access;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Order;
import skerry.protocol.Bytes;
import skerry.protocol.control.CommandType;

/** What administrators ask agents to do, and the answers. */
final class CommandsResource implements HttpService {
    /** A site that is dark gets it at its next contact. */
    private static final Duration LIFE = Duration.ofDays(7);

    private final OrderDesk desk;
    private final FleetStore store;
    private final Access access;
    private final InstantSource clock;

    CommandsResource(OrderDesk desk, FleetStore store, Access access, InstantSource clock) {
        this.desk = desk;
        this.store = store;
        this.access = access;
        this.clock = clock;
    }

    record NewCommand(@Nullable String type) {}

    /** @param state waiting, sent, answering, done, waits, refused, failed, interrupted, other, cancelled or expired */
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
        List<Order> orders = store.orders().of(desk.agent(request).uid());
        Json.send(response, Map.of("commands", orders.stream().map(this::body).toList()));
    }

    private void add(ServerRequest request, ServerResponse response) {
        String word =
                Optional.ofNullable(Json.read(request, NewCommand.class).type()).orElse("");
        CommandType type = CommandType.of(word)
                .filter(CommandType.SUPPORT_FILE::equals) // upgrades are ordered by rollouts, detail by tickets
                .orElseThrow(() -> ApiException.badRequest(
                        "'type' must be " + CommandType.SUPPORT_FILE.word() + ", was '" + word + "'"));
        Order order = desk.give(request, type, Bytes.of(new byte[0]), LIFE);
        response.status(Status.CREATED_201);
        Json.send(response, body(order));
    }

    private void cancel(ServerRequest request, ServerResponse response) {
        Order order = desk.order(request);
        boolean cancelled = store.orders().cancel(order.id(), clock.millis());
        access.audit(
                Gate.principal(request).name(),
                "agent.command.cancel",
                OrderDesk.target(desk.agent(request), order),
                cancelled ? "ok" : "refused: it is over",
                Gate.from(request));
        if (!cancelled) {
            throw new ApiException(Status.CONFLICT_409, "this command is over already");
        }
        response.status(Status.NO_CONTENT_204).send();
    }

    private void file(ServerRequest request, ServerResponse response) {
        Gate.requireAdmin(request);
        Order order = desk.order(request);
        byte[] content = store.orders().content(order.id()).orElseThrow(() -> ApiException.notFound(whyNoFile(order)));
        access.audit(
                Gate.principal(request).name(),
                "agent.command.file",
                OrderDesk.target(desk.agent(request), order),
                "read",
                Gate.from(request));
        response.header(HeaderNames.CONTENT_TYPE, "application/octet-stream");
        response.header(HeaderNames.CONTENT_DISPOSITION, "attachment; filename=\"" + order.name() + "\"");
        response.send(content);
    }

    private String whyNoFile(Order order) {
        if (order.name().isEmpty()) {
            return "this command was not answered with a file";
        }
        return store.orders().isErased(order.id())
                ? "the file was erased, since it held lines of a pattern that was erased, or may have held some"
                : "the file was deleted with the day on which it came";
    }

    private CommandBody body(Order order) {
        return new CommandBody(
                order.id().hex(),
                order.type().word(),
                order.by(),
                order.orderedAt(),
                order.endsAt(),
                desk.state(order),
                order.sentence(),
                Optional.of(order.name()).filter(name -> !name.isEmpty()),
                order.partsHere(),
                order.parts());
    }
}
