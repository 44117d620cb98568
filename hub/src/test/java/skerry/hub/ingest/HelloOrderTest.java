package skerry.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import skerry.protocol.Bytes;
import skerry.protocol.ClockQuality;
import skerry.protocol.control.Hello;

class HelloOrderTest {
    private static final Bytes BOOT = Bytes.of(new byte[16]);
    private static final Bytes NEXT_BOOT = Bytes.of(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});

    private final HelloOrder order = new HelloOrder();

    private static Hello hello(long conn, Bytes boot, long monoMillis) {
        return new Hello(
                conn, boot, Bytes.of(new byte[4]), List.of(), 0, 1, 0, 0, monoMillis, ClockQuality.NTP, 0, 0, "test");
    }

    @Test
    void aHelloThatComesLateOrAgainIsOld() {
        Hello first = hello(11, BOOT, 1_000);

        assertThat(order.isNews(first)).isTrue();
        assertThat(order.isNews(hello(12, BOOT, 2_000))).isTrue();

        assertThat(order.isNews(first)).isFalse();
        assertThat(order.isNews(first)).as("however often").isFalse();
        assertThat(order.isNews(hello(12, BOOT, 3_000))).isTrue();
    }

    @Test
    void pagesOfOneHelloMayComeInAnyOrder() {
        assertThat(order.isNews(hello(11, BOOT, 2_000))).isTrue();
        assertThat(order.isNews(hello(11, BOOT, 1_000))).isTrue();

        assertThat(order.isNews(hello(12, BOOT, 1_500)))
                .as("the clock does not go back")
                .isFalse();
    }

    @Test
    void anotherBootIsNewAndAnEarlierOneStaysOld() {
        assertThat(order.isNews(hello(11, BOOT, 9_000))).isTrue();
        assertThat(order.isNews(hello(12, NEXT_BOOT, 10))).isTrue();

        assertThat(order.isNews(hello(11, BOOT, 9_000))).isFalse();
        assertThat(order.isNews(hello(10, BOOT, 8_000))).isFalse();
        assertThat(order.isNews(hello(12, NEXT_BOOT, 20))).isTrue();
    }

    @Test
    void aMachineThatWasSetBackIsBelievedWhenItAsksAgain() {
        assertThat(order.isNews(hello(11, BOOT, 900_000))).isTrue();

        assertThat(order.isNews(hello(12, BOOT, 1_000))).isFalse();
        assertThat(order.isNews(hello(12, BOOT, 31_000))).isTrue();
        assertThat(order.isNews(hello(13, BOOT, 40_000))).isTrue();
    }
}
