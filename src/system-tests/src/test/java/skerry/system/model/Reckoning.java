package skerry.system.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import skerry.agent.ring.Account;
import skerry.agent.ring.Outbox;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Holding;
import skerry.protocol.BatchKey;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.Uid;
import skerry.protocol.control.EpochHead;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.LossCause;

/** What must hold when all is at rest: where every batch is, and where every record is. */
final class Reckoning {
    private static final Uid UID = Keys.AGENT.uid();

    private final ModelAgent agent;
    private final ModelHub hub;
    private final NumberedLog log;
    private final Made made;
    private final FleetStore store;
    private final Outbox outbox;

    Reckoning(ModelAgent agent, ModelHub hub, NumberedLog log, Made made) {
        this.agent = agent;
        this.hub = hub;
        this.log = log;
        this.made = made;
        this.store = hub.store();
        this.outbox = agent.ring().outbox();
    }

    /** Whether the hub knows the agent's gap table as it is now: it is told with a later window than the one that made it. */
    boolean isAllTold() {
        return agent.ring().gaps().gaps().stream().allMatch(this::isTold)
                && (agent.isHistoryTorn() || told().equals(withoutZeros(everDropped())));
    }

    private boolean isTold(Gap gap) {
        return LongStream.rangeClosed(Math.max(1, gap.fromSeq()), gap.toSeq())
                .mapToObj(seq -> new BatchKey(UID, gap.epoch(), gap.stream(), seq))
                .allMatch(key -> isLost(key) || isHeld(key));
    }

    private Map<LossCause, RecordCounts> told() {
        return withoutZeros(store.history().dropped().getOrDefault(UID, Map.of()));
    }

    private Map<LossCause, RecordCounts> everDropped() {
        return agent.ring().account().orElseThrow().total().everDropped();
    }

    void check() {
        checkBatches();
        checkHub();
        checkRecords();
    }

    private Optional<Holding> holding(BatchKey key) {
        return store.batches().holding(UID, key.epoch(), key.stream());
    }

    private boolean isLost(BatchKey key) {
        return holding(key).map(holding -> holding.lost().contains(key.seq())).orElse(false);
    }

    private boolean isHeld(BatchKey key) {
        return holding(key)
                .map(holding -> holding.applied().contains(key.seq()))
                .orElse(false);
    }

    /** Each number that was given is accounted for, and what the ring holds is at the hub, byte for byte. */
    private void checkBatches() {
        for (EpochHead head : outbox.heads()) {
            for (long seq = 1; seq <= head.head(); seq++) {
                var key = new BatchKey(UID, head.epoch(), head.stream(), seq);
                Optional<byte[]> here = outbox.load(key);
                if (here.isPresent()) {
                    byte[] there = store.batches().bytes(key).orElse(new byte[0]);
                    Promise.keep(isHeld(key), "the ring holds what the hub does not: " + key);
                    Promise.keep(Arrays.equals(here.get(), there), "the hub holds other bytes of " + key);
                } else {
                    Promise.keep(isLost(key) || isHeld(key), "the hub neither holds nor misses " + key);
                }
            }
        }
        for (BatchKey key : made.keys()) {
            if (!isHeld(key)) {
                Promise.keep(isLost(key) || agent.isHistoryTorn(), "the hub does not know that it lacks " + key);
            }
        }
    }

    private void checkHub() {
        Promise.keep(hub.contradictions() == 0, "the hub met batches that nobody can have made");
        var size = store.size();
        Promise.keep(size.undecoded() == 0 && size.refused() == 0, "the hub could not decode all: " + size);
        Promise.keep(
                size.waiting() == 0 || agent.isHistoryTorn() || isDictionaryLost(),
                "the hub waits for chunks that nobody misses: " + size);
    }

    /** Whether the hub knows that it lacks a chunk; the gap that told it may be gone from the agent's table. */
    private boolean isDictionaryLost() {
        return outbox.heads().stream()
                .filter(head -> head.stream() == Stream.DICTIONARY)
                .flatMap(head -> store.batches().holding(UID, head.epoch(), head.stream()).stream())
                .anyMatch(holding -> !holding.lost().all().isEmpty());
    }

    private void checkRecords() {
        Account account = agent.ring().account().orElseThrow();
        Promise.keep(account.balances(), "the account does not balance: " + account);
        Promise.keep(
                account.collected().lines() == agent.linesCollected(),
                "the ring was given " + agent.linesCollected() + " lines and counts "
                        + account.collected().lines());
        var seen = HubRecords.of(store, UID, hub.held());
        once("line", seen.lines());
        once("reading", seen.readings());
        if (!agent.isHistoryTorn() && store.size().waiting() == 0) {
            RecordCounts there = made.records(this::isHeld);
            same("lines", seen.lines().size(), there.lines());
            same("readings", seen.readings().size(), there.samples());
            same("events", seen.events(), there.events());
            checkLosses(account, seen.lines().keySet());
            checkCoarse(account, seen);
        }
    }

    private static void once(String what, Map<Long, Long> counts) {
        counts.forEach(
                (number, count) -> Promise.keep(count == 1, what + " " + number + " counts " + count + " times"));
    }

    private static void same(String what, long counted, long covered) {
        Promise.keep(counted == covered, "the hub counts " + counted + " " + what + ", its batches cover " + covered);
    }

    /** Each record that the hub lacks was in a batch that is told as lost, or is counted as dropped in no batch. */
    private void checkLosses(Account account, Set<Long> lines) {
        RecordCounts collected = account.collected();
        RecordCounts dropped = account.droppedInAll().plus(account.coarse());
        RecordCounts covered = made.records(_ -> true);
        RecordCounts lacking = made.records(key -> !isHeld(key));
        RecordCounts unsent = made.records(key -> !hub.everHeld(key));
        RecordCounts spared =
                made.records(key -> isHeld(key) && outbox.load(key).isEmpty());
        Set<Long> missing = LongStream.rangeClosed(1, log.written())
                .boxed()
                .filter(line -> !lines.contains(line))
                .collect(Collectors.toSet());
        long outside = collected.lines() - covered.lines();
        Promise.keep(
                missing.size() == outside + lacking.lines(),
                "lines " + missing + " are not at the hub, and " + (outside + lacking.lines()) + " are explained");
        bounded("lines", dropped.lines(), outside + unsent.lines(), outside + lacking.lines() + spared.lines());
        long outsideSamples = collected.samples() - covered.samples();
        bounded(
                "samples",
                dropped.samples(),
                outsideSamples + unsent.samples(),
                outsideSamples + lacking.samples() + spared.samples());
        Promise.keep(
                told().equals(withoutZeros(everDropped())),
                "the agent dropped " + everDropped() + " and told the hub of " + told());
    }

    /**
     * What is delivered coarsely is in an hour that the hub holds and in no minute that it does, but for minutes that came
     * after the ring had given up on them.
     */
    private void checkCoarse(Account account, HubRecords seen) {
        RecordCounts coarse = account.coarse();
        Promise.keep(coarse.events() == 0, "events are in no hour, and " + coarse.events() + " are delivered coarsely");
        boolean forgot = made.keys().stream()
                .anyMatch(key -> key.stream() == Stream.SUMMARIES && hub.everHeld(key) && !isHeld(key));
        if (!forgot) {
            RecordCounts spared =
                    made.records(key -> isHeld(key) && outbox.load(key).isEmpty());
            atMost("lines", coarse.lines(), without(seen.hourlyLines(), seen.lines()) + spared.lines());
            atMost("readings", coarse.samples(), without(seen.hourlyReadings(), seen.readings()) + spared.samples());
        }
    }

    private static long without(Set<Long> hourly, Map<Long, Long> seen) {
        return hourly.stream().filter(number -> !seen.containsKey(number)).count();
    }

    private static void atMost(String what, long coarse, long most) {
        Promise.keep(coarse <= most, coarse + " " + what + " are delivered coarsely, and hours alone have " + most);
    }

    private static void bounded(String what, long dropped, long least, long most) {
        Promise.keep(
                least <= dropped && dropped <= most,
                "the account drops " + dropped + " " + what + ", between " + least + " and " + most + " can be gone");
    }

    private static Map<LossCause, RecordCounts> withoutZeros(Map<LossCause, RecordCounts> counts) {
        Predicate<RecordCounts> any = records -> records.total() > 0;
        return counts.entrySet().stream()
                .filter(entry -> any.test(entry.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
