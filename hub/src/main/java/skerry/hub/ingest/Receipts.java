package skerry.hub.ingest;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Holding;
import skerry.protocol.Limits;
import skerry.protocol.Uid;
import skerry.protocol.control.Ack;
import skerry.protocol.control.ControlCodec;

/** Makes receipts from what the store holds: authenticated for the connection of their agent. Thread-safe. */
final class Receipts {
    private final FleetStore store;
    private final Sessions sessions;
    private final HubIdent hub;
    private final LoadGauge load;
    private final InstantSource clock;
    private final IngestCounts counts;

    Receipts(
            FleetStore store,
            Sessions sessions,
            HubIdent hub,
            LoadGauge load,
            InstantSource clock,
            IngestCounts counts) {
        this.store = store;
        this.sessions = sessions;
        this.hub = hub;
        this.load = load;
        this.clock = clock;
        this.counts = counts;
    }

    /** Answers an agent, if the hub knows of its connection; else it will send again. */
    void send(ReceiptJoiner.Due due, FrontDesk.Way way) {
        Optional<Sessions.Line> line = sessions.line(due.uid());
        if (line.isEmpty()) {
            counts.unanswered();
            return;
        }
        due.runs().forEach((run, nacks) -> {
            Ack ack = ack(due.uid(), line.get(), run, nacks);
            way.send(due.uid(), ControlCodec.encode(ack, line.get().keys()));
            counts.receipt();
        });
    }

    private Ack ack(Uid uid, Sessions.Line line, ReceiptJoiner.Run run, List<Ack.Nack> nacks) {
        Holding holding = store.batches()
                .holding(uid, run.epoch(), run.stream())
                .orElseGet(() -> Holding.none(run.epoch(), run.stream(), 0));
        long cum = holding.cum();
        List<Ack.Nack> all = line.greeted()
                ? nacks
                : java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(new Ack.Nack(1, Ack.Reason.REHELLO, 0)), nacks.stream())
                        .toList();
        return new Ack(
                line.conn(),
                hub.boot(),
                store.batches().lsn(),
                run.epoch(),
                run.stream(),
                cum,
                holding.applied().above(cum, Ack.MAX_RANGES),
                all.size() <= Limits.MAX_NACKS ? all : all.subList(0, Limits.MAX_NACKS),
                load.credit(),
                clock.millis());
    }
}
