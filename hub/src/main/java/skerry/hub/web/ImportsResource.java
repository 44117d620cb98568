package skerry.hub.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import skerry.hub.access.Access;
import skerry.hub.ingest.stick.Desk;
import skerry.protocol.Limits;

/**
 * What sticks bring, handed in piece by piece: a manifest, then each file that it names. A refusal is an answer like any
 * other, so that the rest of a stick is still read. Every piece leaves an audit line.
 */
final class ImportsResource implements HttpService {
    private final Desk desk;
    private final Access access;

    ImportsResource(Desk desk, Access access) {
        this.desk = desk;
        this.access = access;
    }

    /** Of a manifest: what may be handed in now, or why it is refused. */
    record OpeningBody(
            Optional<String> id,
            Optional<String> agent,
            Optional<Boolean> oneWay,
            Optional<List<String>> files,
            Optional<Boolean> damaged,
            Optional<String> refused) {
        static OpeningBody of(Desk.Opening opening) {
            return switch (opening) {
                case Desk.Opening.Accepted(String id, String agent, boolean oneWay, List<String> files) ->
                    new OpeningBody(
                            Optional.of(id),
                            Optional.of(agent),
                            Optional.of(oneWay),
                            Optional.of(files),
                            Optional.empty(),
                            Optional.empty());
                case Desk.Opening.Refused(boolean damaged, String why) ->
                    new OpeningBody(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(damaged),
                            Optional.of(why));
            };
        }
    }

    /** @param receipt in base64; absent if the manifest is not known any more */
    record ReceiptBody(Optional<String> receipt) {}

    /** @param commands in base64; absent if the hub asks for nothing */
    record CommandsBody(Optional<String> commands) {}

    @Override
    public void routing(HttpRules rules) {
        rules.post("/imports", this::open)
                .post("/imports/{id}/files/{file}", this::take)
                .get("/imports/{id}/receipt", this::receipt)
                .post("/imports/{id}/commands", this::commands);
    }

    private void open(ServerRequest request, ServerResponse response) {
        Desk.Opening opening =
                reading(request, "reading a manifest", in -> desk.open(in.readNBytes(Limits.MAX_MANIFEST_BYTES + 1)));
        switch (opening) {
            case Desk.Opening.Accepted accepted ->
                audit(request, accepted.agent() + ", " + accepted.files().size() + " files", "ok");
            case Desk.Opening.Refused refused -> audit(request, "a manifest", "refused: " + refused.why());
        }
        Json.send(response, OpeningBody.of(opening));
    }

    private void take(ServerRequest request, ServerResponse response) {
        String file = request.path().pathParameters().get("file");
        Desk.Taken taken = reading(
                request,
                "taking in " + file,
                in -> desk.take(request.path().pathParameters().get("id"), file, in));
        audit(
                request,
                file,
                taken.problem()
                        .map(why -> "refused: " + why)
                        .orElseGet(() -> taken.stored() + " batches new, " + taken.known() + " known, "
                                + taken.refused() + " refused"));
        Json.send(response, taken);
    }

    private void receipt(ServerRequest request, ServerResponse response) {
        try {
            Json.send(
                    response,
                    new ReceiptBody(desk.receipt(request.path().pathParameters().get("id"))
                            .map(Base64.getEncoder()::encodeToString)));
        } catch (IOException e) {
            throw new UncheckedIOException("making a receipt", e);
        }
    }

    private void commands(ServerRequest request, ServerResponse response) {
        String id = request.path().pathParameters().get("id");
        try {
            Optional<byte[]> commands = desk.commands(id);
            audit(request, "commands for manifest " + id, commands.isPresent() ? "handed out" : "none");
            Json.send(response, new CommandsBody(commands.map(Base64.getEncoder()::encodeToString)));
        } catch (IOException e) {
            throw new UncheckedIOException("making commands for a stick", e);
        }
    }

    private interface Reading<T> {
        T read(InputStream in) throws IOException;
    }

    /** What is left of a refused body is read as well: else the sender could not read the answer. */
    private static <T> T reading(ServerRequest request, String doing, Reading<T> reading) {
        try (InputStream in = request.content().inputStream()) {
            T result = reading.read(in);
            in.transferTo(OutputStream.nullOutputStream());
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(doing, e);
        }
    }

    private void audit(ServerRequest request, String target, String result) {
        access.audit(Gate.principal(request).name(), "stick.import", target, result, Gate.from(request));
    }
}
