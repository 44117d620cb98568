package skerry.hub.store;

import java.util.List;
import skerry.protocol.RecordCounts;
import skerry.protocol.Stream;
import skerry.protocol.control.SeqRange;

/**
 * What the hub holds of one epoch and stream of one agent. A number is in at most one of applied, quarantined and lost;
 * lost is the lowest state and gives way to the others. Not thread-safe.
 */
public final class Holding {
    private final long epoch;
    private final Stream stream;
    private final SeqSet applied;
    private final SeqSet lost;
    private final SeqSet quarantined;
    private long startNo;
    private long head;
    private long batches;
    private RecordCounts delivered;

    public Holding(
            long epoch,
            Stream stream,
            long startNo,
            long head,
            SeqSet applied,
            SeqSet lost,
            SeqSet quarantined,
            long batches,
            RecordCounts delivered) {
        this.epoch = epoch;
        this.stream = stream;
        this.startNo = startNo;
        this.head = head;
        this.applied = applied;
        this.lost = lost;
        this.quarantined = quarantined;
        this.batches = batches;
        this.delivered = delivered;
    }

    /** Nothing yet. */
    public static Holding none(long epoch, Stream stream, long startNo) {
        return new Holding(epoch, stream, startNo, 0, new SeqSet(), new SeqSet(), new SeqSet(), 0, RecordCounts.NONE);
    }

    public Holding copy() {
        return new Holding(
                epoch, stream, startNo, head, applied.copy(), lost.copy(), quarantined.copy(), batches, delivered);
    }

    public long epoch() {
        return epoch;
    }

    public Stream stream() {
        return stream;
    }

    /** How often the agent had started when it began this epoch; orders its epochs. */
    public long startNo() {
        return startNo;
    }

    /** The highest number ever announced or received. */
    public long head() {
        return head;
    }

    public SeqSet applied() {
        return applied;
    }

    public SeqSet lost() {
        return lost;
    }

    public SeqSet quarantined() {
        return quarantined;
    }

    /** Batches applied. */
    public long batches() {
        return batches;
    }

    /** Source records that the applied batches cover. */
    public RecordCounts delivered() {
        return delivered;
    }

    /** Whether the agent need not send this number again. */
    public boolean isDone(long seq) {
        return applied.contains(seq) || quarantined.contains(seq);
    }

    /**
     * Counts a stored batch.
     *
     * @param untilMillis the moment up to which it tells
     * @return false if it was counted before
     */
    public boolean apply(long seq, long untilMillis, RecordCounts records) {
        if (isDone(seq)) {
            return false;
        }
        applied.add(seq, untilMillis);
        lost.remove(seq);
        head = Math.max(head, seq);
        batches++;
        delivered = delivered.plus(records);
        return true;
    }

    /** Counts a stored batch that cannot be decoded. */
    public void applyRefused(long seq) {
        if (!isDone(seq)) {
            quarantined.add(seq, 0);
            lost.remove(seq);
            head = Math.max(head, seq);
        }
    }

    /** Counts a refused batch as applied, since it is decoded after all. */
    public void admit(long seq, long untilMillis, RecordCounts records) {
        quarantined.remove(seq);
        apply(seq, untilMillis, records);
    }

    /** Takes an applied batch back, since it cannot be decoded: it is kept as refused. */
    public void refuse(long seq, RecordCounts records) {
        if (!applied.contains(seq)) {
            return;
        }
        applied.remove(seq);
        quarantined.add(seq, 0);
        batches--;
        delivered = new RecordCounts(
                delivered.samples() - records.samples(),
                delivered.lines() - records.lines(),
                delivered.events() - records.events());
    }

    /** Takes note of a head that the agent announced. */
    public boolean announce(long announcedHead, long announcedStartNo) {
        boolean news = announcedHead > head || announcedStartNo > startNo;
        head = Math.max(head, announcedHead);
        startNo = Math.max(startNo, announcedStartNo);
        return news;
    }

    /** Counts what of {@code from..to} is not held as lost; how many numbers that were not counted before. */
    public long lose(long from, long to) {
        long counted = 0;
        for (SeqRange hole : missing()) {
            long low = Math.max(from, hole.first());
            long high = Math.min(to, hole.last());
            if (low <= high) {
                lost.addAll(low, high, 0);
                counted += high - low + 1;
            }
        }
        return counted;
    }

    /** What is neither held, refused nor counted as lost, up to the head. */
    public List<SeqRange> missing() {
        return SeqSet.missing(head, List.of(applied, quarantined, lost));
    }

    /** Whether nothing up to the head is missing. */
    public boolean isComplete() {
        return missing().isEmpty();
    }

    /** All numbers up to this are applied or refused. */
    public long cum() {
        return SeqSet.union(List.of(applied, quarantined)).cum();
    }

    /** The moment up to which nothing is missing, by the applied batches; 0 if there is none. */
    public long filledUntil() {
        long reached = SeqSet.union(List.of(applied, quarantined, lost)).cum();
        long until = 0;
        long[] ranges = applied.toArray();
        for (int i = 0; i < ranges.length && ranges[i] <= reached; i += 3) {
            until = Math.max(until, ranges[i + 2]);
        }
        return until;
    }

    /** The latest moment that an applied batch tells of, 0 if there is none. */
    public long newest() {
        long newest = 0;
        long[] ranges = applied.toArray();
        for (int i = 2; i < ranges.length; i += 3) {
            newest = Math.max(newest, ranges[i]);
        }
        return newest;
    }
}
