package skerry.agent.collect.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class KernelCallsTest {
    @Test
    void nativeAndPlainAgreeAndOnlyNativeKnowsInodesAndClock() {
        var nativeCalls = NativeKernelCalls.load();
        assumeTrue(nativeCalls.isPresent(), "this machine has no native access");
        var root = new File("/");

        var space = nativeCalls.get().space(root).orElseThrow();
        var plain = KernelCalls.plain().space(root).orElseThrow();

        assertThat(space.total()).isEqualTo(plain.total()).isPositive();
        assertThat(space.free()).isCloseTo(plain.free(), within(1e9)); // others write meanwhile
        assertThat(space.available()).isLessThanOrEqualTo(space.free());
        assertThat(space.filesFree().orElseThrow())
                .isLessThanOrEqualTo(space.files().orElseThrow());
        assertThat(plain.files()).isEmpty();
        assertThat(nativeCalls.get().clock()).hasValueSatisfying(clock -> {
            assertThat(clock.tickSeconds()).isBetween(0.009, 0.011);
            assertThat(clock.frequencyRatio()).isBetween(0.999, 1.001);
            assertThat(clock.maxErrorSeconds()).isNotNegative();
        });
        assertThat(KernelCalls.plain().clock()).isEmpty();
    }

    @Test
    void aDirectoryThatDoesNotExistHasNoSpace() {
        var missing = new File("/does/not/exist");

        assertThat(KernelCalls.ofThisMachine().space(missing)).isEmpty();
        assertThat(KernelCalls.plain().space(missing)).isEmpty();
    }

    @Test
    void thePageSizeIsTheOneTheKernelTells() {
        var wide = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        wide.putLong(16).putLong(99).putLong(6).putLong(16384).putLong(0).putLong(0);
        assertThat(PageSize.parse(wide.array(), true)).isEqualTo(16384);

        var narrow = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
        narrow.putInt(16).putInt(99).putInt(6).putInt(65536);
        assertThat(PageSize.parse(narrow.array(), false)).isEqualTo(65536);

        assertThat(PageSize.parse(new byte[7], true)).isEqualTo(4096);
        assertThat(PageSize.read()).isGreaterThanOrEqualTo(4096);
    }
}
