package skerry.agent.collect.logs.lines;

import java.util.Arrays;
import java.util.List;

/** The message in a log line that is a JSON object, under the names that loggers give it. For one thread. */
final class JsonMessage {
    private static final List<byte[]> NAMES =
            List.of(Ascii.bytes("message"), Ascii.bytes("msg"), Ascii.bytes("log"), Ascii.bytes("@message"));

    private static final List<byte[]> TIMES = List.of(
            Ascii.bytes("time"),
            Ascii.bytes("timestamp"),
            Ascii.bytes("@timestamp"),
            Ascii.bytes("ts"),
            Ascii.bytes("date"),
            Ascii.bytes("asctime"));

    private final JsonMembers members = new JsonMembers();
    private final JsonMembers others = new JsonMembers();

    /** Of the message as it stands there, with its escapes. */
    int from;

    int to;

    /** Whether the line is an object with a message. */
    boolean find(byte[] b, int lineFrom, int lineTo) {
        boolean found = false;
        members.start(b, lineFrom, lineTo);
        while (members.next()) {
            if (!found && members.string && is(members, NAMES)) {
                found = true;
                from = members.valueFrom;
                to = members.valueTo;
            }
        }
        return found && members.isWhole();
    }

    /** Whether two lines, of which both have a message, differ in nothing but that and the time. */
    boolean areAlike(byte[] a, byte[] b, int lineFrom, int lineTo) {
        members.start(a, 0, a.length);
        others.start(b, lineFrom, lineTo);
        boolean message = false;
        while (members.next()) {
            if (!others.next()
                    || !Arrays.equals(a, members.nameFrom, members.nameTo, b, others.nameFrom, others.nameTo)) {
                return false;
            }
            boolean isMessage = !message && members.string && others.string && is(members, NAMES);
            message |= isMessage;
            if (!isMessage
                    && !is(members, TIMES)
                    && !Arrays.equals(a, members.valueFrom, members.valueTo, b, others.valueFrom, others.valueTo)) {
                return false;
            }
        }
        return message && !others.next();
    }

    private static boolean is(JsonMembers member, List<byte[]> names) {
        for (byte[] name : names) {
            if (member.nameIs(name)) {
                return true;
            }
        }
        return false;
    }
}
