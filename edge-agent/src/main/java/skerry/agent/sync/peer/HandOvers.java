package skerry.agent.sync.peer;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import skerry.agent.ring.OutboxReader;
import skerry.agent.sync.usb.StickExport;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.peer.PeerMessage;

/** The hand-overs of this node's outbox that go on. Each node has one: a new one cuts the one before. Thread-safe. */
public final class HandOvers {
    private static final int MOST_HAND_OVERS = 4;
    private static final System.Logger LOG = System.getLogger(HandOvers.class.getName());

    private final Supplier<Optional<StickExport>> export;
    private final Path ring;
    private final PeerTally tally;
    private final Consumer<String> audit;
    private final Map<Uid, PeerWire> going = new HashMap<>();

    /**
     * Hands over what an export would write.
     *
     * @param export empty while no hub is known
     * @param ring its file
     * @param audit told of each hand-over, in a sentence
     */
    public HandOvers(Supplier<Optional<StickExport>> export, Path ring, PeerTally tally, Consumer<String> audit) {
        this.export = export;
        this.ring = ring;
        this.tally = tally;
        this.audit = audit;
    }

    void serve(PeerWire wire, PeerMessage.Begin begin, String who) throws IOException, ProtocolException {
        Optional<StickExport> export = this.export.get();
        if (export.isEmpty() || !takesPlace(wire)) {
            tally.refused(Refusal.BUSY, who);
            wire.send(new PeerMessage.Refused(PeerMessage.Reason.BUSY));
            return;
        }
        try (OutboxReader outbox = OutboxReader.open(ring)) {
            var handOver = new HandOver(wire, export.get().source(outbox, begin.oneWay()), outbox);
            try {
                handOver.run(begin);
                tally.handedOver(handOver.batches());
                tell(handOver.batches() + " batches were handed over to " + who);
            } catch (IOException e) {
                stopped(handOver, who, e);
                throw e;
            } finally {
                if (handOver.receiptNotUsed()) {
                    tally.refused(Refusal.RECEIPT, who);
                }
            }
        } catch (SQLException e) {
            LOG.log(WARNING, "nothing can be handed over to {0}: {1}", who, e.getMessage());
            wire.send(new PeerMessage.Refused(PeerMessage.Reason.FAILED));
        } catch (IOException e) {
            if (!(e.getCause() instanceof SQLException)) {
                throw e;
            }
            wire.send(new PeerMessage.Refused(PeerMessage.Reason.FAILED));
        } finally {
            leavesPlace(wire);
        }
    }

    private void stopped(HandOver handOver, String who, IOException why) {
        tally.cut(handOver.batches());
        tell("the hand-over to " + who + " stopped after " + handOver.files() + " files (" + why.getMessage() + ")");
    }

    private void tell(String sentence) {
        LOG.log(INFO, "{0}", sentence);
        audit.accept(sentence);
    }

    private boolean takesPlace(PeerWire wire) {
        synchronized (going) {
            PeerWire before = going.get(wire.other());
            if (before == null && going.size() == MOST_HAND_OVERS) {
                return false;
            }
            if (before != null) {
                before.close();
            }
            going.put(wire.other(), wire);
            return true;
        }
    }

    private void leavesPlace(PeerWire wire) {
        synchronized (going) {
            going.remove(wire.other(), wire);
        }
    }
}
