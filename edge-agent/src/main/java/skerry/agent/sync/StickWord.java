package skerry.agent.sync;

import skerry.agent.ring.Outbox;
import skerry.agent.ring.Outbox.HubMark;
import skerry.protocol.Stream;
import skerry.protocol.control.HelloReply.Held;
import skerry.protocol.stick.StickReceipt;

/**
 * The hub's word that a stick brought, and what it may change. Nobody sees when it was made, and a hub may have been
 * restored from a backup since. It repeats what the agent had last heard when it asked: an agent that has heard nothing else
 * since takes it like an answer to a hello. To any other it may add what the same hub process said, and nothing more.
 */
public final class StickWord {
    private final StickReceipt receipt;
    private final EpochSpans held = new EpochSpans();

    /** How much a receipt counts. */
    public enum Weight {
        /** Nothing was heard since it was asked for: it replaces what the agent believed. */
        NEWEST,
        /** From the hub process last heard: it adds. */
        ADDS,
        /** Another hub process was heard since: it changes nothing. */
        OUTDATED
    }

    /** @param receipt of this agent, its signature checked */
    public StickWord(StickReceipt receipt) {
        this.receipt = receipt;
        for (Held row : receipt.held()) {
            held.put(row.epoch(), row.stream(), Receipts.spans(row));
        }
    }

    public Weight weight(HubMark heard) {
        if (heard.hubBoot() == receipt.answeredBoot() && heard.lsn() == receipt.answeredLsn()) {
            return Weight.NEWEST;
        }
        return heard.hubBoot() == receipt.hubBoot() ? Weight.ADDS : Weight.OUTDATED;
    }

    /** What will have been heard last, once this is told. */
    public HubMark markAfter(HubMark heard) {
        return switch (weight(heard)) {
            case NEWEST -> new HubMark(receipt.hubBoot(), receipt.lsn());
            case ADDS -> new HubMark(heard.hubBoot(), Math.max(heard.lsn(), receipt.lsn()));
            case OUTDATED -> heard;
        };
    }

    /** Whether the hub says that it holds, or has refused for good, this batch. */
    public boolean covers(long epoch, Stream stream, long seq) {
        return held.contains(epoch, stream, seq);
    }

    /** Tells the outbox what it may be told. Told twice, it changes nothing more. */
    public Weight tell(Outbox outbox) {
        HubMark heard = outbox.lastHub();
        Weight weight = weight(heard);
        if (weight == Weight.OUTDATED) {
            return weight;
        }
        var heads = outbox.heads().stream()
                .filter(head -> held.knows(head.epoch(), head.stream()))
                .toList();
        var receipts = new Receipts(receipt.uid(), outbox);
        if (weight == Weight.NEWEST) {
            receipts.replace(heads, receipt.held());
        } else {
            receipts.add(heads, receipt.held());
        }
        outbox.heardHub(markAfter(heard));
        return weight;
    }
}
