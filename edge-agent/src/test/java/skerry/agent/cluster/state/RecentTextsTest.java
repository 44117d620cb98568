package skerry.agent.cluster.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTextsTest {
    private final RecentTexts texts = new RecentTexts();

    @Test
    void givesAnEqualTextAlwaysAndTheSameIfItCameLately() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(texts.of("pod-" + i)).isEqualTo("pod-" + i);
        }
        String first = texts.of("kube-" + "system");
        assertThat(texts.of(String.join("-", "kube", "system"))).isSameAs(first);
    }

    @Test
    void doesNotKeepLongOnes() {
        String text = "x".repeat(1_000);
        String another = "x".repeat(1_000);

        assertThat(texts.of(text)).isSameAs(text);
        assertThat(texts.of(another)).isSameAs(another);
    }
}
