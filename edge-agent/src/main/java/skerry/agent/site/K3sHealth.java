package skerry.agent.site;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How k3s on this machine is, by its files: datastore, backups, certificates. Nothing where they are not. Pure. */
final class K3sHealth {
    static final String DATASTORE = "k3s datastore";
    static final String BACKUP = "k3s backup";
    static final String CERTIFICATES = "k3s certificates";

    private static final double CERTIFICATE_LOOK = 14 * 86_400;
    private static final double BACKUP_LOOK = 86_400;
    /** etcd takes no more than this, and then refuses to write (k3s leaves etcd's own default). */
    private static final double ETCD_MOST = 2L << 30;

    private static final double ETCD_LOOK = 0.8;
    private static final String ETCD = "etcd/member/snap/db";

    private K3sHealth() {}

    /** @param now UTC epoch milliseconds, by the machine's clock */
    static List<Check> of(LatestSamples samples, long now) {
        var checks = new ArrayList<Check>();
        datastore(samples).ifPresent(checks::add);
        backup(samples, now / 1000.0).ifPresent(checks::add);
        certificates(samples).ifPresent(checks::add);
        return checks;
    }

    private static Optional<Check> datastore(LatestSamples samples) {
        double[] etcd = {0};
        double[] sqlite = {0};
        samples.each(
                "skerry_k3s_datastore_bytes",
                (labels, bytes) -> (labels.get("file").equals(ETCD) ? etcd : sqlite)[0] += bytes);
        if (etcd[0] > ETCD_LOOK * ETCD_MOST) {
            return Optional.of(Check.look(
                    DATASTORE,
                    "etcd has nearly reached its bound of 2 GB", // no figures: a reason that changes is news to the hub
                    Checkup.bytes(etcd[0])
                            + ". Ask for help to defragment it; beyond the bound nothing can be changed."));
        }
        if (etcd[0] > 0) {
            return Optional.of(Check.good(DATASTORE, "etcd, " + Checkup.bytes(etcd[0])));
        }
        return sqlite[0] > 0
                ? Optional.of(Check.good(DATASTORE, "SQLite, " + Checkup.bytes(sqlite[0])))
                : Optional.empty();
    }

    private static Optional<Check> backup(LatestSamples samples, double now) {
        double here = samples.highest("skerry_k3s_backup_timestamp_seconds");
        double elsewhere = samples.highest("skerry_etcd_snapshot_newest_timestamp_seconds");
        double newest = Double.isNaN(here) || elsewhere > here ? elsewhere : here;
        if (newest > 0) {
            String age = Checkup.span(Duration.ofSeconds(Math.max(0, Math.round(now - newest)))) + " old";
            return Optional.of(
                    now - newest > BACKUP_LOOK
                            ? Check.look(
                                    BACKUP,
                                    "the newest is more than a day old",
                                    "It is " + age + ": see what should make them, and whether it has room.")
                            : Check.good(BACKUP, "the newest is " + age));
        }
        if (samples.value("skerry_k3s_backup_unknown") > 0) {
            return Optional.of(Check.unknown(
                    BACKUP, "nobody says where copies of its SQLite are; k3s.backups may name their folder"));
        }
        return Double.isNaN(newest) ? Optional.empty() : Optional.of(Check.unknown(BACKUP, "there is none yet"));
    }

    private static Optional<Check> certificates(LatestSamples samples) {
        double[] first = {Double.NaN};
        String[] whose = {""};
        samples.each("k3s_certificate_expiration_seconds", (labels, left) -> {
            if (!(left >= first[0])) {
                first[0] = left;
                whose[0] = labels.get("subject");
            }
        });
        if (Double.isNaN(first[0])) {
            return Optional.empty();
        }
        if (first[0] > CERTIFICATE_LOOK) {
            return Optional.of(Check.good(
                    CERTIFICATES, String.format(Locale.ROOT, "the first ends in %.0f days", first[0] / 86_400)));
        }
        return Optional.of(Check.look(
                CERTIFICATES,
                first[0] <= 0 ? "one has ended" : "one ends within 14 days",
                "Restart k3s on the machine that it belongs to, which renews them: " + whose[0] + "."));
    }
}
