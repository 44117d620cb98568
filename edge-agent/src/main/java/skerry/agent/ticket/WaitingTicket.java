package skerry.agent.ticket;

import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Texts;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.ticket.TicketRequest;

/**
 * A ticket about which a person at the site has to decide.
 *
 * @param cmdId the hub's command, 16 bytes
 * @param askedMillis when it came, UTC epoch milliseconds
 * @param untilMillis until when somebody may decide
 * @param records and {@code bytes}: what the answer would be
 * @param whole whether all of its window is kept from giving way
 * @param example one record of it, redacted
 */
public record WaitingTicket(
        Bytes cmdId,
        TicketRequest request,
        long askedMillis,
        long untilMillis,
        long records,
        long bytes,
        boolean whole,
        String example) {
    private static final String SUBJECT = "a ticket that waits";
    private static final int MAX_EXAMPLE_BYTES = 2048;
    private static final int SHORT = 8;
    static final int MAX_BYTES = Limits.MAX_COMMAND_BYTES + 4096;

    public WaitingTicket {
        if (cmdId.size() != 16) {
            throw new IllegalArgumentException("a command's id has 16 bytes");
        }
        example = Texts.cut(example, MAX_EXAMPLE_BYTES);
    }

    /** By which people name it. */
    public String id() {
        return cmdId.hex().substring(0, SHORT);
    }

    /** What is asked for, in a few words. */
    public String what() {
        String source = request.selector().isEmpty() ? "" : " of " + request.selector();
        return switch (request.kind()) {
            case SERIES -> "samples" + source;
            case PATTERNS -> "counts of log patterns" + source;
            case LINES -> "log lines" + source;
        };
    }

    byte[] encode() {
        var out = new CborWriter(512).map(8);
        out.key(1).bytes(cmdId.toArray());
        out.key(2).bytes(request.encode());
        out.key(3).integer(askedMillis);
        out.key(4).integer(untilMillis);
        out.key(5).unsigned(records);
        out.key(6).unsigned(bytes);
        out.key(7).bool(whole);
        out.key(8).text(example);
        return out.toByteArray();
    }

    static WaitingTicket decode(byte[] file) throws ProtocolException {
        return CborReader.message(SUBJECT, file, 0, file.length, in -> {
            Bytes cmdId = Bytes.of(new byte[0]);
            Bytes args = cmdId;
            long asked = 0;
            long until = 0;
            long records = 0;
            long bytes = 0;
            boolean whole = false;
            String example = "";
            var fields = in.fields();
            while (fields.next()) {
                switch (fields.key()) {
                    case 1 -> cmdId = Bytes.of(in.exactBytes(16));
                    case 2 -> args = Bytes.of(in.bytes(Limits.MAX_COMMAND_BYTES));
                    case 3 -> asked = in.integer();
                    case 4 -> until = in.integer();
                    case 5 -> records = in.naturalUpTo(Limits.MAX_RECORDS);
                    case 6 -> bytes = in.naturalUpTo(Limits.MAX_RECORDS);
                    case 7 -> whole = in.bool();
                    case 8 -> example = in.text(MAX_EXAMPLE_BYTES);
                    default -> in.skip();
                }
            }
            fields.require(1, 8);
            return new WaitingTicket(cmdId, TicketRequest.decode(args), asked, until, records, bytes, whole, example);
        });
    }
}
