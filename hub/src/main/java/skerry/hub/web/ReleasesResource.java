package skerry.hub.web;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import skerry.hub.access.Access;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Release;
import skerry.hub.update.ReleaseDesk;
import skerry.hub.update.ReleaseDesk.Papers;
import skerry.protocol.Bytes;

/** Releases, handed in piece by piece: the papers, then each file that they name and the hub lacks. */
final class ReleasesResource implements HttpService {
    private final FleetStore store;
    private final ReleaseDesk desk;
    private final Access access;

    ReleasesResource(FleetStore store, ReleaseDesk desk, Access access) {
        this.store = store;
        this.desk = desk;
        this.access = access;
    }

    /** Texts of the files {@code manifest}, {@code manifest.sig}, {@code release-key} and {@code rotation/}. */
    record PapersBody(
            @Nullable String manifest,
            @Nullable String signatures,
            @Nullable String key,
            @Nullable List<RotatedBody> rotation,
            @Nullable String fingerprint) {}

    record RotatedBody(@Nullable String key, @Nullable String signature) {}

    /** @param sha256 in hexadecimal digits */
    record FileBody(String path, String sha256, long bytes) {
        static FileBody of(Release.File file) {
            return new FileBody(file.path(), file.sha256().hex(), file.bytes());
        }
    }

    /** @param lacking files to be handed in before the release counts */
    record OpenedBody(String version, String key, List<FileBody> lacking) {
        static OpenedBody of(ReleaseDesk.Opened opened) {
            return new OpenedBody(
                    opened.release().version(),
                    opened.release().key(),
                    opened.lacking().stream().map(FileBody::of).toList());
        }
    }

    /** @param whole whether all of its files are here; after a hub was restored they may not be */
    record ReleaseBody(
            String version, String key, long addedAt, String by, long bytes, List<FileBody> files, boolean whole) {}

    static ReleaseBody body(Release release, boolean whole) {
        return new ReleaseBody(
                release.version(),
                release.key(),
                release.addedAt(),
                release.by(),
                release.bytes(),
                release.files().stream().map(FileBody::of).toList(),
                whole);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/releases", this::list)
                .post("/releases", this::open)
                .post("/releases/{version}/files/{sha}", this::take)
                .delete("/releases/{version}", this::remove);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Json.send(
                response,
                Map.of(
                        "releases",
                        store.releases().all().stream()
                                .map(release -> body(release, desk.isWhole(release)))
                                .toList()));
    }

    private void open(ServerRequest request, ServerResponse response) {
        var body = Json.read(request, PapersBody.class);
        var rotation = Optional.ofNullable(body.rotation()).orElse(List.of()).stream()
                .map(next -> new Papers.Rotated(bytes(next.key()), bytes(next.signature())))
                .toList();
        var papers = new Papers(
                bytes(body.manifest()),
                bytes(body.signatures()),
                bytes(body.key()),
                rotation,
                Optional.ofNullable(body.fingerprint()));
        ReleaseDesk.Opened opened = asked(
                request,
                "a release",
                () -> desk.open(papers, Gate.principal(request).name()));
        audit(request, "release.add", opened.release().version(), result(opened));
        Json.send(response, OpenedBody.of(opened));
    }

    private static String result(ReleaseDesk.Opened opened) {
        return opened.lacking().isEmpty() ? "ok" : opened.lacking().size() + " files are still to come";
    }

    private static Bytes bytes(@Nullable String text) {
        return Bytes.of(text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8));
    }

    private void take(ServerRequest request, ServerResponse response) {
        String version = request.path().pathParameters().get("version");
        Bytes sha256 = digest(request.path().pathParameters().get("sha"));
        ReleaseDesk.Opened opened = asked(request, version, () -> {
            try (InputStream in = request.content().inputStream()) {
                try {
                    return desk.take(version, sha256, in);
                } finally {
                    // What is left of a refused body is read as well: else the sender could not read the answer.
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
        });
        audit(request, "release.add", version + " " + sha256.hex(), result(opened));
        Json.send(response, OpenedBody.of(opened));
    }

    private static Bytes digest(String hex) {
        try {
            return Bytes.ofHex(hex);
        } catch (IllegalArgumentException _) {
            throw ApiException.badRequest("a file of a release is named by its SHA-256 in hexadecimal digits");
        }
    }

    private void remove(ServerRequest request, ServerResponse response) {
        String version = request.path().pathParameters().get("version");
        boolean removed = asked(request, version, () -> desk.remove(version));
        if (!removed) {
            throw ApiException.notFound("there is no release " + version);
        }
        audit(request, "release.remove", version, "ok");
        response.status(Status.NO_CONTENT_204).send();
    }

    private interface Asked<T> {
        T ask() throws ReleaseDesk.Refusal, IOException;
    }

    private <T> T asked(ServerRequest request, String target, Asked<T> work) {
        try {
            return work.ask();
        } catch (ReleaseDesk.Refusal e) {
            String why = String.valueOf(e.getMessage());
            audit(request, "release.change", target, "refused: " + why);
            throw new ApiException(Status.CONFLICT_409, why);
        } catch (IOException e) {
            throw new UncheckedIOException("changing releases", e);
        }
    }

    private void audit(ServerRequest request, String action, String target, String result) {
        access.audit(Gate.principal(request).name(), action, target, result, Gate.from(request));
    }
}
