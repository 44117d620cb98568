package skerry.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import skerry.protocol.Bytes;

class QuickSignerTest {
    @Test
    void itSignsToTheSameBytesAsTheAgentItself() {
        var identity = AgentIdentity.generate(new SecureRandom());
        var first = Bytes.of("one part".getBytes(StandardCharsets.US_ASCII));
        var second = Bytes.of(new byte[200]);

        assertThat(new QuickSigner(identity.sign()).sign("test-1", first, second))
                .isEqualTo(identity.signingKey().sign("test-1", first, second));
        assertThat(new QuickSigner(identity.sign()).sign("test-1"))
                .isEqualTo(identity.signingKey().sign("test-1"));
    }
}
