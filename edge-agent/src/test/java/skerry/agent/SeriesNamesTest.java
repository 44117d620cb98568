package skerry.agent;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.guard.CardinalityGuard;
import skerry.agent.collect.guard.GuardLimits;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.privacy.PrivacySettings;
import skerry.agent.privacy.Redactor;
import skerry.agent.privacy.SiteKey;
import skerry.protocol.Bytes;
import skerry.protocol.series.Labels;
import skerry.protocol.series.MetricType;
import skerry.protocol.series.Series;

class SeriesNamesTest {
    private static final MetricFamily FAMILY = MetricFamily.gauge("up", "Whether it answers.");
    private static final Labels ADDRESS = Labels.of("instance", "192.168.7.20:9100", "job", "node");

    private final SeriesNames names = names(PolicyRedactor.standard());

    private static SeriesNames names(Redactor redactor) {
        return new SeriesNames(redactor, 10_000, new CardinalityGuard(new GuardLimits(20_000, 20_000, 10), _ -> {}, 0));
    }

    @Test
    void givesTheSameObjectForASeriesThatComesAgain() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5_000; i++) {
                Labels labels = Labels.of("number", "n" + i);
                Series series = of(FAMILY, labels, Labels.NONE);
                assertThat(series).isEqualTo(new Series("up", labels, MetricType.GAUGE));
                assertThat(of(FAMILY, Labels.of("number", "n" + i), Labels.NONE))
                        .isSameAs(series);
            }
        }
    }

    @Test
    void tellsTypesOfOneNameApart() {
        Series gauge = of(FAMILY, Labels.NONE, Labels.NONE);
        Series counter = of(MetricFamily.counter("up", ""), Labels.NONE, Labels.NONE);

        assertThat(gauge.type()).isEqualTo(MetricType.GAUGE);
        assertThat(counter.type()).isEqualTo(MetricType.COUNTER);
    }

    @Test
    void redactsALabelUnlessItIsTheSitesOwnWord() {
        Series own = of(FAMILY, ADDRESS, ADDRESS);
        Series another = of(FAMILY, ADDRESS, Labels.NONE);

        assertThat(own.labels()).isEqualTo(ADDRESS);
        assertThat(another.labels()).isEqualTo(ADDRESS.with("instance", "<ipv4>:9100"));
        assertThat(of(FAMILY, ADDRESS, ADDRESS)).isSameAs(own);
        assertThat(of(FAMILY, ADDRESS, Labels.NONE)).isSameAs(another);
    }

    @Test
    void aLabelsNameTellsWhatItsValueIsAndAPlainNumberStays() {
        Labels labels = Labels.of("user", "lholm", "password", "Sesame17", "le", "48293157063", "inode", "234567107");

        assertThat(of(FAMILY, labels, Labels.NONE).labels())
                .isEqualTo(labels.with("user", "<user>").with("password", "<password>"));
    }

    @Test
    void namesOfNodesAndPodsStay() {
        Labels labels = Labels.of("node", "pi-3.north.internal", "pod", "web-123ab", "namespace", "shop");

        assertThat(of(FAMILY, labels, Labels.NONE).labels()).isEqualTo(labels);
        assertThat(of(FAMILY, Labels.of("node", "10.42.0.1"), Labels.NONE).labels())
                .isEqualTo(Labels.of("node", "<ipv4>"));
        assertThat(of(FAMILY, Labels.of("peer", "nas.north.internal"), Labels.NONE)
                        .labels())
                .isEqualTo(Labels.of("peer", "<host>"));
    }

    @Test
    void addressesWithOneMaskBecomeOneSeries() {
        Labels other = ADDRESS.with("instance", "192.168.7.21:9100");

        assertThat(of(FAMILY, ADDRESS, Labels.NONE)).isEqualTo(of(FAMILY, other, Labels.NONE));
    }

    @Test
    void addressesWithTokensStayTwoSeriesThatAreTheSameWheneverTheyCome() {
        SiteKey key = SiteKey.of(Bytes.ofHex("00112233445566778899aabbccddeeff".repeat(2)));
        SeriesNames tokens = names(PolicyRedactor.of(PrivacySettings.USUAL, key));
        SeriesNames afterRestart = names(PolicyRedactor.of(PrivacySettings.USUAL, key));
        Labels other = ADDRESS.with("instance", "192.168.7.21:9100");

        Series one = of(tokens, ADDRESS);

        assertThat(one.labels().get("instance")).matches("<ipv4:[a-z2-7]{10}>:9100");
        assertThat(of(tokens, other)).isNotEqualTo(one);
        assertThat(of(tokens, ADDRESS)).isSameAs(one);
        assertThat(of(afterRestart, ADDRESS)).isEqualTo(one);
    }

    @Test
    void findsSeriesAnewWhenItHasHadToForgetThem() {
        names.bound(10);
        for (int i = 0; i < 100; i++) {
            Labels labels = i % 2 == 0 ? Labels.of("number", "n" + i) : Labels.of("address", "10.1.1." + i);
            assertThat(of(FAMILY, labels, Labels.NONE).labels().size()).isEqualTo(1);
        }
        assertThat(of(FAMILY, ADDRESS, Labels.NONE).labels().get("instance")).isEqualTo("<ipv4>:9100");
    }

    private Series of(MetricFamily family, Labels labels, Labels chosen) {
        return requireNonNull(names.of("test", family, labels, chosen, 0));
    }

    private static Series of(SeriesNames names, Labels labels) {
        return requireNonNull(names.of("test", FAMILY, labels, Labels.NONE, 0));
    }
}
