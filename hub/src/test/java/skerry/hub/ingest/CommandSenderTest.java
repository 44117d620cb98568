package skerry.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.FakeAgent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Order;
import skerry.hub.store.sqlite.SqliteFleetStore;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.control.Command;
import skerry.protocol.control.CommandType;
import skerry.protocol.control.ControlCodec;
import skerry.protocol.identity.HubIdentity;

class CommandSenderTest {
    private static final long START = 1_795_000_000_000L;

    @TempDir
    private Path folder;

    private final AtomicLong now = new AtomicLong(START);
    private final FakeAgent agent = new FakeAgent(1);
    private final HubIdent hub = HubIdent.of(HubIdentity.generate(new SecureRandom()), 1);
    private FleetStore store;
    private CommandSender sender;

    @BeforeEach
    void start() throws IOException {
        store = new SqliteFleetStore(folder, () -> java.time.Instant.ofEpochMilli(now.get()), 1);
        store.registry().addSite(FakeAgent.NORTH);
        store.registry().addAgent(agent.enrolledAt("north", "a"));
        sender = new CommandSender(store, hub, () -> java.time.Instant.ofEpochMilli(now.get()));
    }

    @AfterEach
    void end() {
        store.close();
    }

    private Order order(int no) {
        byte[] id = new byte[16];
        id[0] = (byte) no;
        var order = Order.of(
                Bytes.of(id), agent.uid(), CommandType.SUPPORT_FILE, "anna", now.get() + no, START + 7 * 86_400_000L);
        store.orders().add(order);
        return order;
    }

    private Command read(byte[] bytes) throws ProtocolException {
        return ControlCodec.decodeCommand(bytes, hub.card().verifyKey());
    }

    @Test
    void whatWaitsIsSignedForThisAgentAndConnectionAloneInTheOrderGiven() throws Exception {
        Order first = order(1);
        Order second = order(2);

        List<byte[]> due = sender.due(agent.uid(), 77, true);

        assertThat(due).hasSize(2);
        Command one = read(due.getFirst());
        assertThat(one.cmdId()).isEqualTo(first.id());
        assertThat(one.uid()).isEqualTo(agent.uid());
        assertThat(one.conn()).contains(77L);
        assertThat(one.notAfterMillis()).isEmpty();
        assertThat(one.keyId()).isEqualTo(hub.card().keyId());
        assertThat(one.ttlMillis()).isEqualTo(60_000);
        Command two = read(due.getLast());
        assertThat(two.cmdId()).isEqualTo(second.id());
        assertThat(two.n()).isGreaterThan(one.n());
    }

    @Test
    void itIsSentAgainByANewConnectionAndAfterTenMinutesButNotBefore() throws Exception {
        order(1);
        long first = read(sender.due(agent.uid(), 77, true).getFirst()).n();
        now.addAndGet(599_999);
        assertThat(sender.due(agent.uid(), 77, false)).isEmpty();
        now.addAndGet(1);
        assertThat(read(sender.due(agent.uid(), 77, false).getFirst()).n()).isGreaterThan(first);
        assertThat(sender.due(agent.uid(), 78, true)).hasSize(1);
    }

    @Test
    void whatIsCancelledOrOverIsNotSent() {
        Order order = order(1);
        order(2);
        store.orders().cancel(order.id(), now.get());
        assertThat(sender.due(agent.uid(), 77, true)).hasSize(1);
        now.addAndGet(8 * 86_400_000L);
        assertThat(sender.due(agent.uid(), 77, true)).isEmpty();
    }
}
