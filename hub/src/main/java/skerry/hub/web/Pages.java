package skerry.hub.web;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;

/** The pages and their scripts from the jar. Addresses of the page itself all answer with the one document. */
final class Pages implements HttpService {
    private static final String ROOT = "/web/";
    private static final Pattern FILE = Pattern.compile("/[a-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*){0,4}");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "txt", "text/plain; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "json", "application/json",
            "webmanifest", "application/manifest+json");

    private final Map<String, Optional<Asset>> assets = new ConcurrentHashMap<>();

    private static final class Asset {
        final byte[] body;
        final byte[] gzipped;
        final String type;
        final String tag;

        Asset(byte[] body, String type) {
            this.body = body;
            this.gzipped = gzip(body);
            this.type = type;
            var crc = new CRC32C();
            crc.update(body);
            this.tag = "\"" + HexFormat.of().toHexDigits((int) crc.getValue()) + "-" + body.length + "\"";
        }
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/*", this::page);
    }

    private void page(ServerRequest request, ServerResponse response) {
        String path = request.path().path();
        String last = path.substring(path.lastIndexOf('/') + 1);
        Asset asset = (last.contains(".") ? find(path) : find("/index.html"))
                .orElseThrow(() -> ApiException.notFound("there is nothing at " + path));
        response.header(HeaderNames.ETAG, asset.tag);
        // A new release must be seen at once; the tag makes asking again cheap.
        response.header(HeaderNames.CACHE_CONTROL, "no-cache");
        response.header(HeaderNames.VARY, "Accept-Encoding");
        if (request.headers().first(HeaderNames.IF_NONE_MATCH).orElse("").equals(asset.tag)) {
            response.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, asset.type);
        if (request.headers().first(HeaderNames.ACCEPT_ENCODING).orElse("").contains("gzip")) {
            response.header(HeaderNames.CONTENT_ENCODING, "gzip");
            response.send(asset.gzipped);
        } else {
            response.send(asset.body);
        }
    }

    private static byte[] gzip(byte[] body) {
        var packed = new ByteArrayOutputStream(body.length / 3);
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("packing a page", e);
        }
        return packed.toByteArray();
    }

    private Optional<Asset> find(String path) {
        if (!FILE.matcher(path).matches() || path.contains("..")) {
            return Optional.empty();
        }
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null) {
            return Optional.empty();
        }
        Optional<Asset> known = assets.get(path);
        if (known == null) {
            known = load(path, type);
            if (known.isPresent()) {
                assets.put(path, known);
            }
        }
        return known;
    }

    private static Optional<Asset> load(String path, String type) {
        try (InputStream in = Pages.class.getResourceAsStream(ROOT + path.substring(1))) {
            if (in == null) {
                return Optional.empty();
            }
            return Optional.of(new Asset(in.readAllBytes(), type));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + path + " from the program", e);
        }
    }
}
