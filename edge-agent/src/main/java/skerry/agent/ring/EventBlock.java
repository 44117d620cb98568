package skerry.agent.ring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.Severity;

/**
 * A block of events, one after the other: type, severity, wall and monotonic time, text, attributes. There are few, so
 * no columns.
 */
final class EventBlock {
    private static final int MAX_EVENTS = 1 << 16;
    private static final int MAX_ATTRIBUTES = 1 << 10;

    private EventBlock() {}

    static byte[] pack(List<Event> events, ByteColumn scratch, BlockPacker packer) {
        scratch.clear();
        scratch.varint(events.size());
        for (Event event : events) {
            scratch.text(event.type());
            scratch.put(event.severity().code());
            scratch.zigzag(event.wallMillis());
            scratch.zigzag(event.monoMillis());
            scratch.text(event.text());
            scratch.varint(event.attributes().size());
            event.attributes().forEach((name, value) -> {
                scratch.text(name);
                scratch.text(value);
            });
        }
        return packer.pack(scratch);
    }

    static List<Event> read(ByteCursor in) throws DamagedException {
        int count = in.count(MAX_EVENTS);
        var events = new ArrayList<Event>();
        for (int i = 0; i < count; i++) {
            events.add(readEvent(in));
        }
        return events;
    }

    private static Event readEvent(ByteCursor in) throws DamagedException {
        String type = in.text();
        int severity = in.count(Severity.FATAL.code());
        long wall = in.zigzag();
        long mono = in.zigzag();
        String text = in.text();
        int count = in.count(MAX_ATTRIBUTES);
        var attributes = new HashMap<String, String>();
        for (int i = 0; i < count; i++) {
            attributes.put(in.text(), in.text());
        }
        return new Event(type, Severity.of(severity), wall, mono, text, attributes);
    }
}
