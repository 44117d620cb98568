package skerry.protocol.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import skerry.protocol.BatchHeader;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.BatchHeader.Kind;
import skerry.protocol.Bytes;
import skerry.protocol.EncodedPayload;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.Texts;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/**
 * Events as payloads of the stream {@code e}: rows {@code [type, severity, wall, mono, text, [name, value, …]]}, since
 * they are few and each is different. A text that is too long for its place is cut, and says so by its last character;
 * of more than 32 attributes, the first in the order of their names are kept. Thread-safe.
 */
public final class EventCodec {
    /** Chunk id, for ever. */
    static final int EVENTS = 1;

    private EventCodec() {}

    /** @throws IllegalArgumentException if there are too many or too long ones for a batch */
    public static EncodedPayload encode(List<Event> events) {
        return encode(events, Encoding.DEFLATE);
    }

    /** The same, compressed or not. */
    public static EncodedPayload encode(List<Event> events, Encoding enc) {
        var out = new CborWriter(1024).array(events.size());
        for (Event event : events) {
            out.array(6)
                    .text(Texts.cut(event.type(), Limits.MAX_WORD_BYTES))
                    .unsigned(event.severity().code())
                    .integer(event.wallMillis())
                    .unsigned(event.monoMillis())
                    .text(Texts.cut(event.text(), Limits.MAX_EVENT_TEXT_BYTES));
            int attributes = Math.min(event.attributes().size(), Limits.MAX_ATTRIBUTES);
            out.array(2 * attributes);
            new TreeMap<>(event.attributes())
                    .entrySet().stream()
                            .limit(attributes)
                            .forEach(attribute -> out.text(Texts.cut(attribute.getKey(), Limits.MAX_WORD_BYTES))
                                    .text(Texts.cut(attribute.getValue(), Limits.MAX_ATTRIBUTE_BYTES)));
        }
        return new Chunks().add(EVENTS, out).encode(enc);
    }

    /** @throws ProtocolException if these are no events, malformed or of a later version */
    public static List<Event> decode(BatchHeader header, Bytes payload) throws ProtocolException {
        if (header.kind() != Kind.EVENTS) {
            throw new ProtocolException(Reason.SCHEMA, "A batch of kind " + header.kind() + " holds no events.");
        }
        var chunk = ChunkDirectory.open(header, payload).chunk(EVENTS);
        return chunk.isEmpty()
                ? List.of()
                : CborReader.message("a payload of events", chunk.get(), 0, chunk.get().length, EventCodec::read);
    }

    private static List<Event> read(CborReader in) throws ProtocolException {
        int count = in.array(Limits.MAX_EVENTS);
        var events = new ArrayList<Event>();
        for (int i = 0; i < count; i++) {
            int more = in.tuple(6);
            events.add(new Event(
                    in.text(Limits.MAX_WORD_BYTES),
                    Severity.of(in.natural(0, Integer.MAX_VALUE)),
                    in.integer(),
                    in.naturalUpTo(Limits.MAX_SPAN_MILLIS),
                    in.text(Limits.MAX_EVENT_TEXT_BYTES),
                    attributes(in)));
            in.skip(more);
        }
        return events;
    }

    private static Map<String, String> attributes(CborReader in) throws ProtocolException {
        int count = in.array(2 * Limits.MAX_ATTRIBUTES) / 2;
        var attributes = new TreeMap<String, String>();
        for (int i = 0; i < count; i++) {
            attributes.put(in.text(Limits.MAX_WORD_BYTES), in.text(Limits.MAX_ATTRIBUTE_BYTES));
        }
        return attributes;
    }
}
