package skerry.hub;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.hub.backup.BackupDesk;
import skerry.hub.broker.EmbeddedBroker;
import skerry.hub.ingest.Ingest;
import skerry.hub.store.FleetStore;
import skerry.hub.update.PieceCounts;
import skerry.hub.update.PieceDesk;
import skerry.hub.web.Family;
import skerry.protocol.control.Ack;
import skerry.protocol.series.Labels;

/**
 * What the hub tells of itself on {@code /metrics}.
 *
 * @param broker empty if it is an outside one, which has figures of its own
 */
record HubFigures(
        Ingest ingest,
        FleetStore store,
        Optional<EmbeddedBroker> broker,
        BackupDesk backups,
        PieceDesk pieces,
        InstantSource clock) {
    private static final List<Ack.Reason> NOT_TAKEN = List.of(
            Ack.Reason.SIGNATURE,
            Ack.Reason.SCHEMA,
            Ack.Reason.POLICY,
            Ack.Reason.SIZE,
            Ack.Reason.QUOTA,
            Ack.Reason.CONFLICT,
            Ack.Reason.LATER);

    List<Family> families() {
        var counts = ingest.counts();
        var size = store.size();
        var received = Family.counter(
                        "skerry_hub_batches_received_total",
                        "Batches by what became of them; refused ones by the reason.")
                .with(outcome("stored"), counts.stored())
                .with(outcome("duplicate"), counts.duplicates());
        for (Ack.Reason reason : NOT_TAKEN) {
            received.with(outcome(reason.word()), counts.refused().getOrDefault(reason, 0L));
        }
        var foreign = Family.counter(
                "skerry_hub_messages_foreign_total", "Messages that no enrolled agent can have sent there.");
        counts.foreign().forEach((why, count) -> foreign.with(Labels.of("reason", why.word()), count));
        var families = new ArrayList<>(List.of(
                received,
                foreign,
                Family.counter("skerry_hub_batch_bytes_stored_total", "Bytes of batches made durable.")
                        .with(counts.storedBytes()),
                Family.counter("skerry_hub_batches_decoded_total", "Batches decoded.")
                        .with(counts.decoded()),
                Family.counter(
                                "skerry_hub_batches_undecodable_total",
                                "Batches kept as refused: they cannot be decoded.")
                        .with(counts.undecodable()),
                Family.counter("skerry_hub_receipts_total", "Receipts sent.").with(counts.receipts()),
                Family.counter("skerry_hub_batches_unanswered_total", "Batches whose agent was not reachable.")
                        .with(counts.unanswered()),
                Family.counter("skerry_hub_messages_garbled_total", "Control messages that could not be read.")
                        .with(counts.garbled()),
                Family.counter(
                                "skerry_hub_messages_unheard_total",
                                "Live messages left aside because too many waited; each agent's next is near.")
                        .with(counts.unheard()),
                Family.counter(
                                "skerry_hub_messages_unsaid_total",
                                "Answers and commands that did not reach the broker; their agents ask again.")
                        .with(counts.unsaid()),
                Family.gauge("skerry_hub_ready", "1 if the hub takes batches.")
                        .with(ingest.trouble().isEmpty() ? 1 : 0),
                Family.gauge(
                                "skerry_hub_intake_batches_most",
                                "Batches on their way from the broker to the store at once, at most.")
                        .with(counts.mostInside()),
                Family.gauge(
                                "skerry_hub_minimum_policy",
                                "Earliest version of the privacy policy under which a batch is taken.")
                        .with(store.batches().requiredPolicy()),
                Family.gauge("skerry_hub_load_level", "0 normal to 3 live and events only.")
                        .with(ingest.loadLevel()),
                Family.gauge("skerry_hub_store_bytes", "What all days take on the disk.")
                        .with(size.bytes()),
                Family.gauge("skerry_hub_store_days", "Days of arrival that are kept.")
                        .with(size.days()),
                Family.gauge("skerry_hub_undecoded_batches", "Batches stored and still to be decoded.")
                        .with(size.undecoded()),
                Family.gauge("skerry_hub_waiting_batches", "Batches that wait for a dictionary chunk.")
                        .with(size.waiting())));
        families.addAll(ofBackups());
        families.addAll(ofReleases());
        broker.ifPresent(embedded -> families.addAll(connections(embedded)));
        return families;
    }

    private List<Family> ofBackups() {
        var age = Family.gauge(
                "skerry_hub_backup_age_seconds", "Since the last backup that is whole; absent before the first.");
        backups.state().good().ifPresent(good -> age.with((clock.millis() - good.at()) / 1000));
        return List.of(
                age,
                Family.gauge("skerry_hub_backup_overdue", "1 if a backup should have been made by now.")
                        .with(backups.isOverdue() ? 1 : 0),
                Family.gauge("skerry_hub_rolled_back", "1 if agents heard of commits that this store does not have.")
                        .with(ingest.rollback().noticed().isPresent() ? 1 : 0));
    }

    private List<Family> ofReleases() {
        PieceCounts counts = pieces.counts();
        return List.of(
                Family.counter("skerry_hub_release_bytes_sent_total", "Bytes of releases handed to agents.")
                        .with(counts.bytes()),
                Family.counter("skerry_hub_release_pieces_total", "Pieces of releases asked for, by what became of it.")
                        .with(outcome("sent"), counts.pieces())
                        .with(outcome("busy"), counts.busy())
                        .with(outcome("unknown"), counts.unknown())
                        .with(outcome("garbled"), counts.garbled()),
                Family.gauge("skerry_hub_releases", "Releases that the hub hands out.")
                        .with(store.releases().all().size()));
    }

    private static List<Family> connections(EmbeddedBroker broker) {
        var ended = Family.counter(
                "skerry_hub_connections_refused_total", "Connections that the broker ended or did not let in.");
        broker.counts().ended().forEach((cause, count) -> ended.with(Labels.of("reason", cause.word()), count));
        return List.of(
                ended,
                Family.counter(
                                "skerry_hub_broker_messages_dropped_total",
                                "Messages not taken because too many waited for their reader; they are sent again.")
                        .with(broker.counts().messagesDropped()),
                Family.gauge("skerry_hub_connections", "Open connections of agents.")
                        .with(broker.connections()));
    }

    private static Labels outcome(String word) {
        return Labels.of("outcome", word);
    }
}
