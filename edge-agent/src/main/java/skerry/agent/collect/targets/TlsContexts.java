package skerry.agent.collect.targets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import skerry.platform.tls.PemTls;

/** Keeps what the files of TLS say, so that sessions are taken up again, until a file changes. Thread-safe. */
public final class TlsContexts {
    private final Map<TlsFiles, Kept> kept = new HashMap<>();

    private record Kept(List<Long> stamp, SSLContext context) {}

    /** @throws IOException one sentence that names the file */
    public synchronized SSLContext of(TlsFiles files) throws IOException {
        List<Long> stamp = stamp(files.all());
        Kept known = kept.get(files);
        if (known == null || !known.stamp.equals(stamp)) {
            known = new Kept(
                    stamp, PemTls.context(files.authorities(), files.certificate(), files.key(), files.unchecked()));
            kept.put(files, known);
        }
        return known.context;
    }

    private static List<Long> stamp(List<Path> files) throws IOException {
        var stamp = new ArrayList<Long>();
        for (Path file : files) {
            try {
                stamp.add(Files.getLastModifiedTime(file).toMillis());
                stamp.add(Files.size(file));
            } catch (IOException e) {
                throw new IOException("there is no readable file " + file, e);
            }
        }
        return stamp;
    }
}
