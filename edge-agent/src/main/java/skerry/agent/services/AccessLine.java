package skerry.agent.services;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What is taken from a line of an access log; all else of it, such as who asked for what, is left where it is.
 *
 * @param status as HTTP has it
 * @param seconds how long it took; empty if the format does not tell
 * @param upstream the service behind a proxy, as its configuration names it; empty if the format does not tell
 * @param atMillis when, UTC epoch milliseconds; empty if the line does not tell
 */
record AccessLine(int status, OptionalDouble seconds, String upstream, OptionalLong atMillis) {
    private static final int LONGEST_NAME = 128;

    /** A name of a service, empty if it is none: what stands there may be anything. */
    static String name(String text) {
        int provider = text.indexOf('@');
        String name = provider < 0 ? text : text.substring(0, provider);
        boolean fits = !name.isEmpty()
                && !name.equals("-")
                && name.length() <= LONGEST_NAME
                && name.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || "-_.".indexOf(c) >= 0));
        return fits ? name : "";
    }
}
