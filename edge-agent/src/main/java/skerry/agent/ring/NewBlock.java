package skerry.agent.ring;

import skerry.protocol.RecordCounts;

/** A packed block on its way into the file; its number is given when it is stored. */
final class NewBlock {
    private final BlockClass kind;
    private final Stamp stamp;
    private final Span span;
    private final RecordCounts records;
    private final long siteOnly;
    private final long rawBytes;
    private final byte[] body;

    /** What all blocks of a transaction share: the boot's row and how good the wall clock is. */
    record Stamp(long boot, int clockQuality, long clockErrorMillis) {}

    /** When the records were collected, by the monotonic clock, and what wall times they carry. */
    record Span(long monoFirst, long monoLast, long wallFirst, long wallLast) {}

    NewBlock(BlockClass kind, Stamp stamp, Span span, RecordCounts records, long siteOnly, long rawBytes, byte[] body) {
        this.kind = kind;
        this.stamp = stamp;
        this.span = span;
        this.records = records;
        this.siteOnly = siteOnly;
        this.rawBytes = rawBytes;
        this.body = body;
    }

    BlockClass kind() {
        return kind;
    }

    RecordCounts records() {
        return records;
    }

    long siteOnly() {
        return siteOnly;
    }

    byte[] body() {
        return body;
    }

    /** The row, once it has its number and is known to replace the blocks of its class from {@code partFrom} on. */
    Block row(long id, long partFrom) {
        return new Block(
                id,
                kind.code(),
                partFrom,
                stamp.boot(),
                span.monoFirst(),
                span.monoLast(),
                span.wallFirst(),
                span.wallLast(),
                stamp.clockQuality(),
                stamp.clockErrorMillis(),
                records,
                siteOnly,
                rawBytes,
                body.length,
                0);
    }
}
