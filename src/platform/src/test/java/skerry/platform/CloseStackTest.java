package skerry.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseStackTest {
    @Test
    void closesInReverseAndOnlyOnce() throws Exception {
        List<String> closed = new ArrayList<>();
        var stack = new CloseStack();
        stack.push(() -> closed.add("database"));
        stack.push(() -> closed.add("server"));

        stack.close();
        stack.close();

        assertThat(closed).containsExactly("server", "database");
    }

    @Test
    void oneFailureCostsTheOthersNothing() {
        List<String> closed = new ArrayList<>();
        var stack = new CloseStack();
        stack.push(() -> closed.add("first"));
        stack.push(() -> {
            throw new IllegalStateException("second");
        });
        stack.push(() -> {
            throw new IOException("third");
        });

        assertThatThrownBy(stack::close)
                .hasMessageEndingWith("third")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(closed).containsExactly("first");
    }
}
