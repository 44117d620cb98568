package skerry.agent.collect.k3s;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import skerry.agent.collect.Collector;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * When the certificates of k3s expire, under its own metric's name and labels, from its files with certificates: so that it is known
 * as well where its API is down because they expired, and without any right in it. Of several with the same labels the one that ends
 * first is told of. A file is read again when it changed. Source: k3s documentation, "k3s certificate".
 */
public final class Certificates implements Collector {
    private static final MetricFamily LEFT = MetricFamily.gauge(
            "k3s_certificate_expiration_seconds", "Time until the certificate expires; negative once it has.");
    private static final MetricFamily UNREADABLE = MetricFamily.gauge(
            "skerry_k3s_certificates_unreadable",
            "Files of k3s's certificates that cannot be read, or are more than are looked at.");

    private static final List<String> FOLDERS = List.of("server/tls", "server/tls/etcd", "agent", "agent/tls");
    private static final int MOST_FILES = 64;
    private static final int MAX_BYTES = 64 << 10;
    private static final int MOST_IN_FILE = 16;
    private static final int MAX_SUBJECT = 256;
    private static final int CERT_SIGN = 5;
    private static final String UNKNOWN = "Unknown";

    private final Path folder;
    private final InstantSource wall;
    private Map<Path, Known> known = new HashMap<>();

    /** What a file held when it was read. */
    private record Known(long changed, long size, List<Certificate> certificates, boolean readable) {}

    private record Certificate(Labels labels, long endsMillis) {}

    /** @param folder of k3s, as this process sees it */
    public Certificates(Path folder, InstantSource wall) {
        this.folder = folder;
        this.wall = wall;
    }

    @Override
    public String name() {
        return "k3s_certificates";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        var first = new LinkedHashMap<Labels, Long>();
        var now = new HashMap<Path, Known>();
        int unreadable = 0;
        for (Path file : files()) {
            Known found = now.size() == MOST_FILES ? null : read(file);
            if (found == null) {
                unreadable++;
                continue;
            }
            now.put(file, found);
            unreadable += found.readable() ? 0 : 1;
            for (Certificate one : found.certificates()) {
                first.merge(one.labels(), one.endsMillis(), Math::min);
            }
        }
        known = now;
        if (now.isEmpty() && unreadable == 0) {
            return;
        }
        long millis = wall.millis();
        first.forEach((labels, ends) -> sink.add(LEFT, labels, (ends - millis) / 1000.0));
        sink.add(UNREADABLE, unreadable);
    }

    private List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        for (String name : FOLDERS) {
            Path place = folder.resolve(name);
            if (!Files.isReadable(place)) {
                continue;
            }
            try (var found = Files.newDirectoryStream(place, "*.crt")) {
                found.forEach(files::add);
            } catch (DirectoryIteratorException e) {
                throw new IOException("cannot list the certificates in " + place, e);
            } catch (NoSuchFileException e) {
                // it went this moment
            }
        }
        files.sort(null);
        return files;
    }

    private Known read(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            long changed = now.lastModifiedTime().toMillis();
            Known before = known.get(file);
            if (before != null && before.changed() == changed && before.size() == now.size()) {
                return before;
            }
            List<Certificate> certificates = now.isRegularFile() ? certificates(file) : List.of();
            return new Known(changed, now.size(), certificates, !certificates.isEmpty());
        } catch (IOException e) {
            return new Known(-1, -1, List.of(), false);
        }
    }

    private static List<Certificate> certificates(Path file) throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES);
        }
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes))
                    .stream()
                    .limit(MOST_IN_FILE)
                    .map(X509Certificate.class::cast)
                    .map(one -> new Certificate(
                            Labels.of("subject", subject(one), "usages", usages(one)),
                            one.getNotAfter().toInstant().toEpochMilli()))
                    .toList();
        } catch (CertificateException e) {
            return List.of(); // counted as unreadable
        }
    }

    private static String subject(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
        return subject.length() > MAX_SUBJECT ? subject.substring(0, MAX_SUBJECT) : subject;
    }

    /** In the words of k3s. */
    private static String usages(X509Certificate certificate) {
        var usages = new ArrayList<String>();
        boolean[] allowed = certificate.getKeyUsage();
        if (allowed != null && allowed.length > CERT_SIGN && allowed[CERT_SIGN]) {
            usages.add("CertSign");
        }
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            for (String purpose : purposes == null ? List.<String>of() : purposes) {
                switch (purpose) {
                    case "1.3.6.1.5.5.7.3.1" -> usages.add("ServerAuth");
                    case "1.3.6.1.5.5.7.3.2" -> usages.add("ClientAuth");
                    default -> {
                        // k3s names no others
                    }
                }
            }
        } catch (CertificateParsingException e) {
            usages.add(UNKNOWN);
        }
        return usages.isEmpty() ? UNKNOWN : String.join(",", usages);
    }
}
