package skerry.hub.web;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import skerry.hub.access.Access;
import skerry.hub.backup.BackupDesk;
import skerry.hub.ingest.Rollback;

/** Backups of this hub: the last one, the one being made, a new one; and whether the hub itself came from an old one. */
final class BackupResource implements HttpService {
    private static final int MAX_KEPT = 10_000;

    /** An order without a schedule deletes nothing. */
    private static final int ALL = Integer.MAX_VALUE;

    private final BackupDesk desk;
    private final Supplier<Optional<Rollback.Noticed>> rollback;
    private final Access access;

    BackupResource(BackupDesk desk, Supplier<Optional<Rollback.Noticed>> rollback, Access access) {
        this.desk = desk;
        this.rollback = rollback;
        this.access = access;
    }

    /** @param to a folder on the hub's machine, which only whoever owns the data folder may choose */
    record OrderBody(@Nullable String to, @Nullable Integer keep) {}

    record ScheduleBody(String to, long everyMs, int keep) {}

    record BackupBody(
            long ended,
            boolean overdue,
            Optional<ScheduleBody> schedule,
            Optional<BackupDesk.Running> running,
            Optional<BackupDesk.Good> good,
            Optional<BackupDesk.Failed> failed,
            Optional<Rollback.Noticed> rollback) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/backup", this::state).post("/backup", this::order);
    }

    private void state(ServerRequest request, ServerResponse response) {
        BackupDesk.State now = desk.state();
        Json.send(
                response,
                new BackupBody(
                        now.ended(),
                        desk.isOverdue(),
                        desk.schedule()
                                .map(known -> new ScheduleBody(
                                        known.to().toString(), known.every().toMillis(), known.keep())),
                        now.running(),
                        now.good(),
                        now.failed(),
                        rollback.get()));
    }

    private void order(ServerRequest request, ServerResponse response) {
        var body = Json.read(request, OrderBody.class);
        boolean ownPlace = body.to() != null || body.keep() != null;
        if (ownPlace && !access.isOperator(Gate.principal(request))) {
            throw new ApiException(
                    Status.FORBIDDEN_403, "where to is chosen on the hub's machine: run skerry-hub backup --to there");
        }
        Optional<BackupDesk.Schedule> usual = desk.schedule();
        Path to = body.to() == null
                ? usual.map(BackupDesk.Schedule::to)
                        .orElseThrow(() ->
                                ApiException.badRequest("this hub has no folder to back up to: set backup.to, or --to"))
                : path(body.to());
        int keep = body.keep() == null
                ? usual.filter(known -> known.to().equals(to))
                        .map(BackupDesk.Schedule::keep)
                        .orElse(ALL)
                : body.keep();
        if (body.keep() != null && (keep < 1 || keep > MAX_KEPT)) {
            throw ApiException.badRequest("1 to " + MAX_KEPT + " backups can be kept");
        }
        long ended = desk.state().ended();
        if (!desk.order(new BackupDesk.Order(to, keep, Gate.principal(request).name(), Gate.from(request)))) {
            throw new ApiException(Status.CONFLICT_409, "a backup is being made already: wait until it ends");
        }
        response.status(Status.ACCEPTED_202);
        Json.send(response, Map.of("ended", ended));
    }

    private static Path path(String text) {
        try {
            Path path = Path.of(text);
            if (path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException _) {
            // as one that is not absolute
        }
        throw ApiException.badRequest("'to' is no absolute path of a folder");
    }
}
