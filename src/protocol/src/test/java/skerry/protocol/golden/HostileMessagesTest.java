package skerry.protocol.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import skerry.protocol.Bytes;
import skerry.protocol.Mutation;
import skerry.protocol.ProtocolException;
import skerry.protocol.batch.BatchCodec;
import skerry.protocol.control.ControlCodec;
import skerry.protocol.identity.AgentCard;
import skerry.protocol.identity.HubCard;
import skerry.protocol.identity.VerifyKey;
import skerry.protocol.ticket.TicketRequest;
import skerry.protocol.update.Piece;
import skerry.protocol.update.UpgradeOrder;
import skerry.protocol.update.Want;

/** Messages changed on their way, read by someone who does not even check who made them. */
class HostileMessagesTest {
    private static final int CASES = 24_000;
    private static final long MOST_ALLOCATED = 8L * 1024 * 1024;
    private static final VerifyKey ANYONE = (_, _) -> true;

    @Test
    void changedMessagesAreReadOrRefusedButNeverMore() throws Exception {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var random = new Random(2_001);
        // Files of a stick have a test of their own.
        var examples = Examples.all().stream()
                .filter(example -> !example.name().startsWith("stick-"))
                .toList();
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            var example = examples.get(i % examples.size());
            byte[] changed = Mutation.of(example.made().toArray(), random);
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                unchecked(example.name()).read(changed);
            } catch (ProtocolException e) {
                refused++;
                assertThat(e.getMessage()).as("case %s", i).endsWith(".").doesNotContain("\n");
            } catch (RuntimeException e) {
                throw new AssertionError("case " + i + ", a " + example.name() + ", was neither read nor refused", e);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("case %s", i)
                    .isLessThan(MOST_ALLOCATED);
        }
        assertThat(refused).isGreaterThan(CASES / 2);
    }

    private static Example.Reader unchecked(String name) {
        return switch (name) {
            case "card-agent", "card-hub" -> HostileMessagesTest::card;
            case "state-birth", "state-will" -> ControlCodec::decodeState;
            case "live" -> ControlCodec::decodeLive;
            case "hub-state" -> ControlCodec::decodeHubState;
            case "hello" -> bytes -> ControlCodec.decodeHello(bytes, Examples.AGENT.uid(), ANYONE);
            case "hello-reply" -> bytes -> ControlCodec.decodeHelloReply(bytes, Examples.AGENT.uid(), ANYONE);
            case "ack" -> ControlCodec::peekAck;
            case "peer-messages", "peer-renewals" -> Examples::heard;
            case "upgrade-order" -> bytes -> UpgradeOrder.decode(Bytes.of(bytes));
            case "ticket-request" -> bytes -> TicketRequest.decode(Bytes.of(bytes));
            case "want" -> Want::decode;
            case "piece", "piece-busy", "piece-unknown" -> Piece::decode;
            case "command" -> bytes -> ControlCodec.decodeCommand(bytes, ANYONE);
            default -> bytes -> List.of(BatchCodec.decode(bytes), BatchCodec.readHeader(bytes));
        };
    }

    /** A card comes from a person, so it is refused in words for people. */
    private static Object card(byte[] bytes) throws ProtocolException {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            return text.startsWith("skerry-hub") ? HubCard.parse(text) : AgentCard.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(ProtocolException.Reason.SCHEMA, String.valueOf(e.getMessage()), e);
        }
    }
}
