package skerry.hub.store.sqlite;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import skerry.hub.store.Certificates;
import skerry.hub.store.StoreException;
import skerry.platform.sqlite.Sql;
import skerry.protocol.Uid;

/** Certificates in table {@code certificate} of {@code control.db}: of each agent the last few. Thread-safe. */
final class CertificateTable implements Certificates {
    /** Renewed at half life, so at most two count at a time. */
    private static final int KEPT_PER_AGENT = 4;

    private final Database control;
    private final SqliteRegistry registry;

    CertificateTable(Database control, SqliteRegistry registry) {
        this.control = control;
        this.registry = registry;
    }

    @Override
    public void issued(Uid uid, X509Certificate certificate) {
        int agent = registry.number(uid)
                .orElseThrow(
                        () -> new StoreException(StoreException.Kind.CONFLICT, "agent " + uid + " is not enrolled"));
        byte[] der = der(certificate);
        control.writeAll("storing a certificate", connection -> {
            Sql.update(
                    connection,
                    "INSERT INTO certificate (serial, agent, der, not_before, not_after) VALUES (?, ?, ?, ?, ?)",
                    certificate.getSerialNumber().toString(16),
                    agent,
                    der,
                    certificate.getNotBefore().toInstant().toEpochMilli(),
                    certificate.getNotAfter().toInstant().toEpochMilli());
            Sql.update(
                    connection,
                    "DELETE FROM certificate WHERE agent = ? AND serial NOT IN"
                            + " (SELECT serial FROM certificate WHERE agent = ? ORDER BY not_after DESC LIMIT ?)",
                    agent,
                    agent,
                    KEPT_PER_AGENT);
        });
    }

    @Override
    public Map<Uid, Instant> ends() {
        var ends = new HashMap<Uid, Instant>();
        control.read(
                        "listing certificates",
                        connection -> Sql.all(
                                connection,
                                "SELECT agent, max(not_after) FROM certificate GROUP BY agent",
                                row -> Map.entry(row.getInt(1), row.getLong(2))))
                .forEach(row -> ends.put(registry.uid(row.getKey()), Instant.ofEpochMilli(row.getValue())));
        return ends;
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate that cannot be written", e);
        }
    }
}
