package skerry.agent.cluster.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SaidTest {
    @Test
    void whatOneKindSaidIsNoNewsFromAnotherUntilItIsLongAgo() {
        var said = new Said();

        assertThat(said.isNews("nobody listens", 0)).isTrue();
        assertThat(said.isNews("nobody listens", 100)).isFalse();
        assertThat(said.isNews("pods is forbidden", 200)).isTrue();
        assertThat(said.isNews("nobody listens", 300)).isTrue();
        assertThat(said.isNews("nobody listens", 3_600_000)).isTrue();
    }
}
