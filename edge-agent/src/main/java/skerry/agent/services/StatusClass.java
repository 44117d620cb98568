package skerry.agent.services;

import java.util.Locale;
import java.util.Map;

/** What became of requests, in the classes of HTTP; only {@link #SERVER_ERROR} is the service's own fault. */
public enum StatusClass {
    INFORMATIONAL("1xx"),
    SUCCESS("2xx"),
    REDIRECT("3xx"),
    CLIENT_ERROR("4xx"),
    SERVER_ERROR("5xx"),
    /** The application does not tell. */
    UNKNOWN("unknown");

    private static final StatusClass[] BY_DIGIT = {INFORMATIONAL, SUCCESS, REDIRECT, CLIENT_ERROR, SERVER_ERROR};

    /** Names of codes and outcomes, without their underscores; those of gRPC by whose fault they are. */
    private static final Map<String, StatusClass> BY_WORD = Map.ofEntries(
            Map.entry("ok", SUCCESS),
            Map.entry("success", SUCCESS),
            Map.entry("true", SUCCESS),
            Map.entry("informational", INFORMATIONAL),
            Map.entry("redirection", REDIRECT),
            Map.entry("clienterror", CLIENT_ERROR),
            Map.entry("canceled", CLIENT_ERROR),
            Map.entry("cancelled", CLIENT_ERROR),
            Map.entry("invalidargument", CLIENT_ERROR),
            Map.entry("notfound", CLIENT_ERROR),
            Map.entry("alreadyexists", CLIENT_ERROR),
            Map.entry("permissiondenied", CLIENT_ERROR),
            Map.entry("unauthenticated", CLIENT_ERROR),
            Map.entry("resourceexhausted", CLIENT_ERROR),
            Map.entry("failedprecondition", CLIENT_ERROR),
            Map.entry("aborted", CLIENT_ERROR),
            Map.entry("outofrange", CLIENT_ERROR),
            Map.entry("unknown", SERVER_ERROR),
            Map.entry("deadlineexceeded", SERVER_ERROR),
            Map.entry("unimplemented", SERVER_ERROR),
            Map.entry("internal", SERVER_ERROR),
            Map.entry("unavailable", SERVER_ERROR),
            Map.entry("dataloss", SERVER_ERROR),
            Map.entry("servererror", SERVER_ERROR),
            Map.entry("error", SERVER_ERROR),
            Map.entry("failure", SERVER_ERROR),
            Map.entry("failed", SERVER_ERROR),
            Map.entry("false", SERVER_ERROR));

    private static final int LONGEST = 32;

    private final String word;

    StatusClass(String word) {
        this.word = word;
    }

    /** The value of the label {@code class}. */
    String word() {
        return word;
    }

    /** By a status as HTTP has it, {@link #UNKNOWN} if it has none of its digits. */
    public static StatusClass of(int status) {
        return status >= 100 && status < 600 ? BY_DIGIT[status / 100 - 1] : UNKNOWN;
    }

    /** By {@code 503}, {@code 5xx}, {@code Unavailable} or {@code SERVER_ERROR}. */
    static StatusClass of(String label) {
        if (label.length() == 3 && label.charAt(0) >= '1' && label.charAt(0) <= '5' && isClass(label)) {
            return BY_DIGIT[label.charAt(0) - '1'];
        }
        return label.isEmpty() || label.length() > LONGEST
                ? UNKNOWN
                : BY_WORD.getOrDefault(label.toLowerCase(Locale.ROOT).replace("_", ""), UNKNOWN);
    }

    private static boolean isClass(String code) {
        return code.regionMatches(true, 1, "xx", 0, 2)
                || (Character.isDigit(code.charAt(1)) && Character.isDigit(code.charAt(2)));
    }
}
