package skerry.agent.sync;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import skerry.protocol.Limits;
import skerry.protocol.payload.Event;

/** Cuts what is too long in an event, so that one event always fits into a batch. */
final class EventText {
    /** 64 attributes of this size, their names and the text fit a packet even where nothing compresses. */
    private static final int MOST_VALUE_BYTES = 1024;

    private static final String CUT = "…";

    private EventText() {}

    static Event cut(Event event) {
        var attributes = new TreeMap<String, String>();
        new TreeMap<>(event.attributes()).forEach((name, value) -> {
            if (attributes.size() < Limits.MAX_ATTRIBUTES) {
                attributes.put(cut(name, Limits.MAX_WORD_BYTES), cut(value, MOST_VALUE_BYTES));
            }
        });
        return new Event(
                cut(event.type(), Limits.MAX_WORD_BYTES),
                event.severity(),
                event.wallMillis(),
                event.monoMillis(),
                cut(event.text(), Limits.MAX_EVENT_TEXT_BYTES),
                attributes);
    }

    /** The text, or as much of it as fits {@code mostBytes} of UTF-8 with a mark behind it. */
    static String cut(String text, int mostBytes) {
        if (text.length() * 3L <= mostBytes || text.getBytes(StandardCharsets.UTF_8).length <= mostBytes) {
            return text;
        }
        int room = mostBytes - CUT.getBytes(StandardCharsets.UTF_8).length;
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            room -= bytesOf(point);
            if (room < 0) {
                break;
            }
            at += Character.charCount(point);
        }
        return text.substring(0, at) + CUT;
    }

    private static int bytesOf(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
