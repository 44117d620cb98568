package skerry.protocol.peer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;

/** A message between two nodes of one site. */
public sealed interface PeerMessage {
    /** Said first, so that a program can say which version it cannot speak. */
    int VERSION = 1;

    /** Bytes of a sealed file in one message. */
    int MAX_CHUNK = 64 * 1024;

    int MAX_NOTES = 64;

    /** As many letters as a name in DNS has (RFC 1035, section 2.3.4). */
    int MAX_HOST = 255;

    /**
     * Asks for the outbox.
     *
     * @param oneWay whether no receipt will ever come back by this stick
     * @param manifest and {@code receipt}: what the stick has of the one who is asked
     */
    record Begin(int version, boolean oneWay, Optional<Bytes> manifest, Optional<Bytes> receipt)
            implements PeerMessage {}

    /** @param files indices in the manifest of {@link Begin} */
    record Keep(List<Integer> files) implements PeerMessage {
        public Keep {
            files = List.copyOf(files);
        }
    }

    /** @param room bytes that the stick may still take */
    record Next(long room) implements PeerMessage {}

    /** All that came is on the stick. */
    record Finish() implements PeerMessage {}

    /**
     * The asker is known, and what it brought was read.
     *
     * @param waiting bytes of all that waits for a receipt
     * @param needed indices in the manifest of {@link Begin}
     */
    record Begun(long waiting, List<Integer> needed) implements PeerMessage {
        public Begun {
            needed = List.copyOf(needed);
        }
    }

    /** @param bytes as they are to be on the stick */
    record Manifest(Bytes bytes) implements PeerMessage {}

    record Chunk(Bytes bytes) implements PeerMessage {
        /** @throws IllegalArgumentException if it is too long */
        public Chunk {
            if (bytes.size() > MAX_CHUNK) {
                throw new IllegalArgumentException("a chunk has at most " + MAX_CHUNK + " bytes");
            }
        }
    }

    /** @param manifest the last of its files is the one that ended */
    record Sealed(Bytes manifest) implements PeerMessage {}

    /** Nothing is in the file. */
    record Empty() implements PeerMessage {}

    /** Nothing more is to be written. */
    record End() implements PeerMessage {}

    /**
     * How it ended.
     *
     * @param notes codes, which a later version may have more of
     */
    record Finished(boolean complete, List<Integer> notes, long unreadable) implements PeerMessage {
        public Finished {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Asks for a way to the hub over the link of the node that is asked.
     *
     * @param host and {@code port}: where the asker wants to go, as its hub told it
     */
    record Link(int version, String host, int port) implements PeerMessage {}

    /** What follows, in both directions, goes between the asker and the hub. */
    record Linked() implements PeerMessage {}

    /** Asks for what the node wants of the hub by this stick: a new certificate. */
    record Renew(int version) implements PeerMessage {}

    /** @param request as it is to be on the stick; empty if its certificate does for now */
    record Asking(Optional<Bytes> request) implements PeerMessage {}

    /** @param bytes what the stick brought as the hub's answer to that request */
    record Grant(Bytes bytes) implements PeerMessage {}

    /** @param taken whether the hub's answer was believed */
    record Granted(boolean taken) implements PeerMessage {}

    /** Nothing comes of it. */
    record Refused(Reason reason) implements PeerMessage {}

    /** Why one is refused. Codes are never given another meaning. */
    enum Reason {
        VERSION(1, "it speaks another version: update the older of the two"),
        BUSY(2, "it is busy with other nodes: ask again later"),
        NOT_UNDERSTOOD(3, "it did not understand what was said"),
        FAILED(4, "it cannot read its own data now; its log says why"),
        NO_RELAY(5, "it leads nobody to the hub: set peers.relay there"),
        ELSEWHERE(6, "it leads to its own hub alone, and this address is none of that"),
        NO_WAY(7, "it cannot reach the hub now"),
        RESTING(8, "its link rests now, as its contact says"),
        OTHER(0, "it gave a reason that this version does not know");

        private final int code;
        private final String sentence;

        Reason(int code, String sentence) {
            this.code = code;
            this.sentence = sentence;
        }

        public int code() {
            return code;
        }

        /** The reason as a part of a sentence. */
        public String sentence() {
            return sentence;
        }

        static Reason of(int code) {
            return Arrays.stream(values())
                    .filter(reason -> reason.code == code)
                    .findFirst()
                    .orElse(OTHER);
        }
    }

    /** The most bytes of a body that any message has. */
    static int maxBody() {
        return Limits.MAX_MANIFEST_BYTES + Limits.MAX_STICK_RECEIPT_BYTES + 64;
    }
}
