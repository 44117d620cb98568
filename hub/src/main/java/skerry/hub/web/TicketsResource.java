package skerry.hub.web;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import skerry.hub.query.RollupCheck;
import skerry.hub.query.TicketAnswer;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Order;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.control.CommandType;
import skerry.protocol.payload.Answer.Outcome;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.TicketWord;
import skerry.protocol.ticket.TicketRequest;

/**
 * Detail that administrators ask agents for, how far that has come, and whether it agrees with the summaries. Cancelling a
 * ticket and its file are those of any command, see {@link CommandsResource}.
 */
final class TicketsResource implements HttpService {
    /** A site that is reached by sticks alone gets it when one comes. */
    private static final Duration LIFE = Duration.ofDays(30);

    private static final long USUAL_BYTES = 256 << 10;
    private static final long USUAL_RECORDS = 100_000;
    /** Comparisons that a list makes; those beyond are made when it is asked for again, or a ticket by itself. */
    private static final int COMPARED_AT_ONCE = 3;

    private final OrderDesk desk;
    private final FleetStore store;
    private final RollupCheck check;

    TicketsResource(OrderDesk desk, FleetStore store) {
        this.desk = desk;
        this.store = store;
        this.check = new RollupCheck(store.history());
    }

    record NewTicket(
            @Nullable String kind,
            @Nullable String selector,
            @Nullable List<String> patterns,
            @Nullable Long from,
            @Nullable Long to,
            @Nullable Long mostBytes,
            @Nullable Long mostRecords,
            @Nullable String severity,
            @Nullable String reason) {}

    /**
     * @param state waiting, sent, answering, waits, done, refused, failed, interrupted, other, cancelled or expired
     * @param why what the agent says of it: answered, waits, policy, technician, nothing, too-large, expired, limit or other
     * @param until by when somebody at the site decides
     * @param verdict of the comparison with summaries: verified, differs or partial
     */
    record TicketBody(
            String id,
            String kind,
            String selector,
            List<String> patterns,
            long from,
            long to,
            String reason,
            String by,
            long orderedAt,
            long endsAt,
            String state,
            Optional<String> why,
            String sentence,
            Optional<Long> records,
            Optional<Long> bytes,
            Optional<Long> until,
            Optional<String> file,
            Optional<String> verdict) {}

    record HourBody(long at, String state, int minutes, int compared, long figures, boolean summary) {}

    record DifferenceBody(long at, String what, String figure, Optional<Double> raw, Optional<Double> told) {}

    record ComparisonBody(String state, String sentence, List<HourBody> hours, List<DifferenceBody> differences) {}

    record TicketDetail(TicketBody ticket, Optional<ComparisonBody> comparison) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/agents/{uid}/tickets", this::list)
                .post("/agents/{uid}/tickets", this::add)
                .get("/agents/{uid}/tickets/{id}", this::one);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Gate.requireAdmin(request);
        var uid = desk.agent(request).uid();
        int compared = 0;
        for (Order order : store.orders().of(uid)) {
            if (isAnswered(order) && order.verdict().isEmpty() && compared++ < COMPARED_AT_ONCE) {
                compare(order);
            }
        }
        Json.send(
                response,
                Map.of(
                        "tickets",
                        store.orders().of(uid).stream()
                                .filter(order -> order.type() == CommandType.DETAIL)
                                .flatMap(order -> body(order).stream())
                                .toList()));
    }

    private void one(ServerRequest request, ServerResponse response) {
        Gate.requireAdmin(request);
        Order order = desk.order(request);
        Optional<ComparisonBody> comparison =
                isAnswered(order) ? compare(order).map(TicketsResource::body) : Optional.empty();
        TicketBody ticket = store.orders()
                .find(order.id())
                .flatMap(this::body)
                .orElseThrow(() -> ApiException.notFound("this command is no ticket"));
        Json.send(response, new TicketDetail(ticket, comparison));
    }

    private void add(ServerRequest request, ServerResponse response) {
        TicketRequest ticket = ticket(
                Json.read(request, NewTicket.class), Gate.principal(request).name());
        Order order = desk.give(request, CommandType.DETAIL, Bytes.of(ticket.encode()), LIFE);
        response.status(Status.CREATED_201);
        Json.send(response, body(order).orElseThrow());
    }

    private static TicketRequest ticket(NewTicket asked, String by) {
        TicketRequest.Kind kind = TicketRequest.Kind.of(
                        Optional.ofNullable(asked.kind()).orElse(""))
                .orElseThrow(() -> ApiException.badRequest("'kind' must be series, patterns or lines"));
        if (asked.from() == null || asked.to() == null) {
            throw ApiException.badRequest("'from' and 'to' say which window is wanted, in UTC epoch milliseconds");
        }
        try {
            return new TicketRequest(
                    kind,
                    Optional.ofNullable(asked.selector()).orElse("").strip(),
                    Optional.ofNullable(asked.patterns()).orElse(List.of()).stream()
                            .map(id -> Long.parseUnsignedLong(id, 16))
                            .toList(),
                    asked.from() - RollupCheck.MARGIN,
                    asked.to() + RollupCheck.MARGIN,
                    Optional.ofNullable(asked.mostBytes()).orElse(USUAL_BYTES),
                    Optional.ofNullable(asked.mostRecords()).orElse(USUAL_RECORDS),
                    Optional.ofNullable(asked.reason()).orElse("").strip(),
                    by.length() <= TicketRequest.MAX_BY_CHARS ? by : by.substring(0, TicketRequest.MAX_BY_CHARS),
                    Severity.valueOf(Optional.ofNullable(asked.severity())
                            .orElse("unknown")
                            .toUpperCase(Locale.ROOT)));
        } catch (NumberFormatException e) {
            throw ApiException.badRequest("'patterns' are ids of 16 hexadecimal digits");
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isAnswered(Order order) {
        return order.type() == CommandType.DETAIL
                && order.outcome().filter(Outcome.DONE::equals).isPresent()
                && !order.name().isEmpty();
    }

    /** Compares an answer with the summaries, as far as both are still here. */
    private Optional<RollupCheck.Result> compare(Order order) {
        Optional<byte[]> content = store.orders().content(order.id());
        if (content.isEmpty()) {
            if (order.verdict().isEmpty()) {
                store.orders().verdict(order.id(), SiteResource.word(RollupCheck.State.PARTIAL));
            }
            return Optional.empty();
        }
        RollupCheck.Result result;
        try {
            result = check.check(order.uid(), TicketRequest.decode(order.args()), TicketAnswer.read(content.get()));
        } catch (ProtocolException | IOException e) {
            result = new RollupCheck.Result(
                    RollupCheck.State.PARTIAL, "cannot be compared: " + e.getMessage(), List.of(), List.of());
        }
        store.orders().verdict(order.id(), SiteResource.word(result.state()));
        return Optional.of(result);
    }

    private static ComparisonBody body(RollupCheck.Result result) {
        return new ComparisonBody(
                SiteResource.word(result.state()),
                result.sentence(),
                result.hours().stream()
                        .map(hour -> new HourBody(
                                hour.at(),
                                SiteResource.word(hour.state()),
                                hour.minutes(),
                                hour.compared(),
                                hour.figures(),
                                hour.summary()))
                        .toList(),
                result.differences().stream()
                        .map(one -> new DifferenceBody(
                                one.at(), one.what(), one.figure(), finite(one.raw()), finite(one.told())))
                        .toList());
    }

    private static Optional<Double> finite(double value) {
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }

    /** Empty for what is no ticket. */
    private Optional<TicketBody> body(Order order) {
        if (order.type() != CommandType.DETAIL) {
            return Optional.empty();
        }
        TicketRequest asked;
        try {
            asked = TicketRequest.decode(order.args());
        } catch (ProtocolException e) {
            throw new IllegalStateException("a ticket of this hub cannot be read any more", e);
        }
        Optional<TicketWord> word = order.ticket();
        return Optional.of(new TicketBody(
                order.id().hex(),
                asked.kind().word(),
                asked.selector(),
                asked.patterns().stream().map(id -> String.format("%016x", id)).toList(),
                asked.fromMillis(),
                asked.toMillis(),
                asked.reason(),
                order.by(),
                order.orderedAt(),
                order.endsAt(),
                desk.state(order),
                word.map(one -> SiteResource.word(one.why())),
                order.sentence(),
                word.map(TicketWord::records),
                word.map(TicketWord::bytes),
                word.map(TicketWord::untilMillis).filter(until -> until > 0),
                Optional.of(order.name()).filter(name -> !name.isEmpty()),
                Optional.of(order.verdict()).filter(verdict -> !verdict.isEmpty())));
    }
}
