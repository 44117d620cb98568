package skerry.agent.collect.logs.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import skerry.agent.collect.logs.LogCounters;
import skerry.agent.collect.logs.SeverityScan;
import skerry.agent.collect.logs.lines.Utf8;
import skerry.protocol.payload.Severity;

/**
 * Reads what {@code journalctl -o json} prints, as described in systemd's "Journal JSON Format": one object per line whose
 * values are strings, {@code null} where they are too large, arrays of numbers where they are not UTF-8, and arrays of
 * those where a field occurs more than once.
 */
public final class JournalFormat {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_FIELD_NAME = 256;
    private static final int INFO = 6;
    private static final int MICROS_PER_MILLI = 1000;

    private final JsonFactory json;
    private final LogCounters counters;

    /** @param maxLineBytes longest line that is parsed */
    public JournalFormat(int maxLineBytes, LogCounters counters) {
        this.counters = counters;
        this.json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(maxLineBytes)
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNameLength(MAX_FIELD_NAME)
                        .build())
                .build();
    }

    /** The entry in a range of bytes; empty if it is none. */
    public Optional<JournalEntry> parse(byte[] b, int from, int to) {
        Map<String, String> fields = new HashMap<>();
        boolean complete = true;
        try (JsonParser parser = json.createParser(b, from, to - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (isWanted(name)) {
                    complete &= value != JsonToken.VALUE_NULL || !name.equals("MESSAGE");
                    fields.put(name, text(parser, value));
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        String cursor = fields.getOrDefault("__CURSOR", "");
        Optional<Long> micros = number(fields.getOrDefault("__REALTIME_TIMESTAMP", ""));
        if (micros.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new JournalEntry(
                cursor,
                micros.get() / MICROS_PER_MILLI,
                severity(fields),
                unit(fields),
                fields.getOrDefault("SYSLOG_IDENTIFIER", fields.getOrDefault("_COMM", "")),
                fields.getOrDefault("_PID", ""),
                fields.getOrDefault("MESSAGE", ""),
                complete));
    }

    private static boolean isWanted(String name) {
        return switch (name) {
            case "__CURSOR",
                    "__REALTIME_TIMESTAMP",
                    "PRIORITY",
                    "_TRANSPORT",
                    "UNIT",
                    "_SYSTEMD_UNIT",
                    "_SYSTEMD_USER_UNIT",
                    "SYSLOG_IDENTIFIER",
                    "_COMM",
                    "_PID",
                    "MESSAGE" -> true;
            default -> false;
        };
    }

    /** A value as text: of several values the first, or all of them a line each if they are lists of bytes. */
    private String text(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            return value == JsonToken.VALUE_NULL ? "" : parser.getText();
        }
        var bytes = new ByteArrayOutputStream();
        String first = "";
        for (JsonToken element = parser.nextToken();
                element != null && element != JsonToken.END_ARRAY;
                element = parser.nextToken()) {
            switch (element) {
                case VALUE_NUMBER_INT -> bytes.write(parser.getIntValue());
                case VALUE_STRING -> first = first.isEmpty() ? parser.getText() : first;
                case START_ARRAY -> {
                    String nested = text(parser, element);
                    first = first.isEmpty() ? nested : first;
                }
                default -> parser.skipChildren();
            }
        }
        return bytes.size() == 0 ? first : Utf8.decode(bytes.toByteArray(), 0, bytes.size(), counters);
    }

    /** What a service prints has the priority of its unit, by default "info": there the text knows better. */
    private static Severity severity(Map<String, String> fields) {
        int priority = number(fields.getOrDefault("PRIORITY", "")).orElse(-1L).intValue();
        boolean byDefault =
                priority == INFO && fields.getOrDefault("_TRANSPORT", "").equals("stdout");
        return byDefault ? Severity.UNKNOWN : SeverityScan.ofSyslog(priority);
    }

    private static String unit(Map<String, String> fields) {
        String own = fields.getOrDefault("_SYSTEMD_USER_UNIT", fields.getOrDefault("_SYSTEMD_UNIT", ""));
        // The manager reports about units under its own.
        return own.equals("init.scope") ? fields.getOrDefault("UNIT", own) : own;
    }

    private static Optional<Long> number(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
