package skerry.protocol;

/**
 * Every bound of the protocol, each with its reason. All are checked before anything is allocated. They are part of
 * version 1: one may be raised when every hub in use accepts the new value, and none may be lowered.
 */
public final class Limits {
    /** A packet may have 128 KiB; 1 KiB of it is left for MQTT's own header, topic and properties. */
    public static final int MAX_BATCH_BYTES = 127 * 1024;

    /** A header has about 250 bytes, and 16 more for each dictionary chunk it names. */
    public static final int MAX_HEADER_BYTES = 4 * 1024;

    /** Ed25519 (RFC 8032). */
    public static final int SIGNATURE_BYTES = 64;

    /** The longest payload that fits beside the longest header. */
    public static final int MAX_PAYLOAD_BYTES = MAX_BATCH_BYTES - MAX_HEADER_BYTES - SIGNATURE_BYTES;

    /** What a payload may inflate to. Ten times the packet: numbers shrink to a half, text to a fifth. */
    public static final int MAX_RAW_BYTES = 1024 * 1024;

    /** Parts of a payload; version 1 uses at most six. */
    public static final int MAX_CHUNKS = 32;

    /** Columns of a chunk; version 1 uses at most fourteen. */
    public static final int MAX_COLUMNS = 64;

    /** 5,000 series in chunks of 100, with room; keeps a header below its limit. */
    public static final int MAX_DICT_REFS = 128;

    /** Ranges of one kind in what a hub says it holds of an epoch and stream; an agent asks again for what lies beyond. */
    public static final int MAX_HELD_RANGES = 256;

    /** First bytes of SHA-256 that name a dictionary chunk: no two of a fleet's collide by chance. */
    public static final int DICT_HASH_BYTES = 16;

    /** Series of one window: ten times what the largest send profile of a node has. */
    public static final int MAX_SERIES = 50_000;

    /** Sketches of one window; an agent keeps some dozens. */
    public static final int MAX_SKETCHES = 4_096;

    /** Patterns of one window: ten times what the miner keeps. */
    public static final int MAX_PATTERNS = 20_000;

    /** Entries of all dictionary chunks that one batch names. */
    public static final int MAX_DICT_ENTRIES = 100_000;

    /** Entries of one dictionary chunk. */
    public static final int MAX_CHUNK_ENTRIES = 20_000;

    /** A metric name, label name, label value or template in UTF-8; Prometheus servers refuse far less. */
    public static final int MAX_NAME_BYTES = 16 * 1024;

    /** Labels of a series; Kubernetes' own objects stay below 40. */
    public static final int MAX_LABELS = 64;

    /** All strings of a dictionary chunk once written out: prefixes are shared on the wire, so lengths could multiply. */
    public static final int MAX_DICT_TEXT_BYTES = 4 * 1024 * 1024;

    /** A log example, in characters: one screen line or two. */
    public static final int MAX_EXAMPLE_CHARS = 256;

    /** Events of one batch. */
    public static final int MAX_EVENTS = 4_096;

    /** The text of an event, in UTF-8. */
    public static final int MAX_EVENT_TEXT_BYTES = 4 * 1024;

    /** Attributes of one event: with all at their longest, it still fits into a batch alone. */
    public static final int MAX_ATTRIBUTES = 32;

    /** The value of an attribute, in UTF-8. */
    public static final int MAX_ATTRIBUTE_BYTES = 1024;

    /** A type, attribute name, status or version word, in UTF-8. */
    public static final int MAX_WORD_BYTES = 256;

    /** The redaction policy's id, in characters. */
    public static final int MAX_POLICY_CHARS = 64;

    /** A live message must pass on the thinnest link within seconds. */
    public static final int MAX_LIVE_BYTES = 2 * 1024;

    /** Present values in a live message. */
    public static final int MAX_LIVE_VALUES = 24;

    /** The names of those values, joined, in UTF-8: with all else at its longest, the message still fits its limit. */
    public static final int MAX_LIVE_NAME_BYTES = 360;

    /** Streams of the present epoch that a live message tells of; version 1 has six. */
    public static final int MAX_LIVE_HEADS = 8;

    /** A sentence for people, in UTF-8. */
    public static final int MAX_REASON_BYTES = 512;

    /** A program's version or a state word, in UTF-8. */
    public static final int MAX_VERSION_BYTES = 64;

    /** When a node keeps contact, as text. */
    public static final int MAX_CONTACT_BYTES = 256;

    /** The word for what a byte budget lets through. */
    public static final int MAX_STEP_BYTES = 16;

    /** Any other control message: a hello with 64 epochs has below 4 KiB, an answer with all its ranges below 48. */
    public static final int MAX_CONTROL_BYTES = 64 * 1024;

    /** Ranges in one answer to a hello; what lies beyond is left out, and the agent sends it again or asks again. */
    public static final int MAX_REPLY_RANGES = 2_048;

    /** Batches refused in one receipt; a window holds fewer. */
    public static final int MAX_NACKS = 64;

    /** Dictionary chunks that a reply asks for. */
    public static final int MAX_WANTED = 64;

    /** A command's arguments, encoded. */
    public static final int MAX_COMMAND_BYTES = 16 * 1024;

    /** What one batch brings of the answer to a command; with all else at its longest, it fits beside the header. */
    public static final int MAX_ANSWER_PART_BYTES = 96 * 1024;

    /** Parts of one answer: 1.5 MiB, some five minutes of a link of 5 kB/s. */
    public static final int MAX_ANSWER_PARTS = 16;

    /** A sealed file on a stick: FAT32 takes it, and a pulled stick costs no more than writing it again. */
    public static final int MAX_STICK_FILE_BYTES = 64 * 1024 * 1024;

    /** Files that one manifest names: 64 GiB, or three years of a stick a day. */
    public static final int MAX_STICK_FILES = 1_024;

    /** Runs of batches in one sealed file; a file with more holes is ended and another begun. */
    public static final int MAX_STICK_RUNS = 64;

    /** A manifest with all its files and runs at their longest has below 2 MiB. */
    public static final int MAX_MANIFEST_BYTES = 2 * 1024 * 1024;

    /** Epochs and streams that a receipt on a stick tells of. */
    public static final int MAX_STICK_RECEIPT_ROWS = 1_024;

    /** A receipt on a stick with all its rows and {@link #MAX_REPLY_RANGES} ranges has below 128 KiB. */
    public static final int MAX_STICK_RECEIPT_BYTES = 256 * 1024;

    /** Commands that a stick brings to one agent. */
    public static final int MAX_STICK_COMMANDS = 16;

    /** A file of commands on a stick, each with {@link #MAX_COMMAND_BYTES} of arguments, has below 272 KiB. */
    public static final int MAX_STICK_COMMANDS_BYTES = 288 * 1024;

    /** A piece of a release: seconds on a thin link, and little to ask for again when it is lost. */
    public static final int MAX_PIECE_BYTES = 32 * 1024;

    /** A want, or a piece with its content at the longest. */
    public static final int MAX_PIECE_MESSAGE_BYTES = MAX_PIECE_BYTES + 256;

    /** A manifest of a release, its signatures, or a release key; {@code install.sh} has the same bound. */
    public static final int MAX_RELEASE_TEXT_BYTES = 64 * 1024;

    /** Files that the manifest of a release names; a bundle for three architectures has some thirty. */
    public static final int MAX_RELEASE_FILES = 512;

    /** A file of a release: FAT32 takes no larger one. */
    public static final long MAX_RELEASE_FILE_BYTES = (1L << 32) - 1;

    /** A path in a release, in characters. */
    public static final int MAX_RELEASE_PATH_CHARS = 200;

    /** Keys that followed one another; more than a change a year for as long as anything lasts. */
    public static final int MAX_RELEASE_ROTATIONS = 64;

    /** Sequence numbers: a batch each millisecond for 8,900 years, so that adding to one never overflows. */
    public static final long MAX_SEQ = 1L << 48;

    /** Source records of one kind that one thing covers: a sum of millions of such counts still fits 63 bits. */
    public static final long MAX_RECORDS = 1L << 40;

    /** The end of the year 9999, UTC epoch milliseconds: wrong clocks lie within, and arithmetic cannot overflow. */
    public static final long MAX_WALL_MILLIS = 253_402_300_799_999L;

    /** Monotonic time or an error bound, milliseconds: 8,900 years. */
    public static final long MAX_SPAN_MILLIS = 1L << 48;

    /** Nesting of CBOR values, also of those that are skipped because a later version added them. */
    public static final int MAX_DEPTH = 8;

    private Limits() {}

    /** Whether a wall clock, right or wrong, can show this. */
    public static boolean isWallTime(long millis) {
        return millis >= -MAX_WALL_MILLIS && millis <= MAX_WALL_MILLIS;
    }
}
