package skerry.protocol.stick;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;

/** Names of folders and files on a stick; no other name is ever opened. */
public final class StickLayout {
    /** The folder at the top of a stick. */
    public static final String ROOT = "SKERRY";

    /** The folder of receipts, below {@link #ROOT}. */
    public static final String RECEIPTS = "receipts";

    /** By which nodes join, below {@link #ROOT}. */
    public static final String INVITATION = "invitation";

    /** What a file is called while it is being written. */
    public static final String PARTIAL = ".tmp";

    private static final Pattern SEALED = Pattern.compile("[0-9a-f]{16}-[0-9]{1,15}-[0-9]{1,15}\\.skb");
    private static final Pattern MANIFEST = Pattern.compile("manifest-([1-9][0-9]{0,14})\\.cbor");
    private static final Pattern GRANT = Pattern.compile("[a-z2-7]{26}-[0-9a-f]{16}\\.skg");
    private static final Pattern COMMANDS = Pattern.compile("([a-z2-7]{26})-([1-9][0-9]{0,14})\\.skc");
    private static final Pattern RECEIPT = Pattern.compile("([a-z2-7]{26})-([1-9][0-9]{0,14})\\.skr");

    private StickLayout() {}

    public static String manifest(long number) {
        return "manifest-" + number + ".cbor";
    }

    /** The number of a manifest's name; empty for any other name. */
    public static OptionalLong manifestNumber(String name) {
        Matcher matcher = MANIFEST.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    public static String sealed(long epoch, long from, long to) {
        return String.format("%016x-%d-%d.skb", epoch, from, to);
    }

    public static boolean isSealed(String name) {
        return SEALED.matcher(name).matches();
    }

    public static String receipt(Uid uid, long number) {
        return uid + "-" + number + ".skr";
    }

    /** The number of a receipt's name for this agent; empty for any other name. */
    public static OptionalLong receiptNumber(String name, Uid uid) {
        return number(RECEIPT.matcher(name), uid);
    }

    /** The hub's commands to an agent, in the folder of receipts. */
    public static String commands(Uid uid, long number) {
        return uid + "-" + number + ".skc";
    }

    /** The number of a name of {@link #commands} for this agent; empty for any other name. */
    public static OptionalLong commandsNumber(String name, Uid uid) {
        return number(COMMANDS.matcher(name), uid);
    }

    private static OptionalLong number(Matcher matcher, Uid uid) {
        return matcher.matches() && matcher.group(1).equals(uid.value())
                ? OptionalLong.of(Long.parseLong(matcher.group(2)))
                : OptionalLong.empty();
    }

    /** An agent's request, in its folder. */
    public static String request(StickEnrol kind) {
        return switch (kind) {
            case JOIN -> "join.ske";
            case RENEW -> "renew.ske";
            case GRANT -> throw new IllegalArgumentException("a grant is no request");
        };
    }

    /** The hub's answer to a request, in the folder of receipts. */
    public static String grant(Uid uid, byte[] request) {
        return uid + "-" + Bytes.of(request).sha256().first(8).hex() + ".skg";
    }

    /** Whether a name is one of {@link #grant} for an agent. */
    public static boolean isGrant(String name, Uid uid) {
        return name.startsWith(uid + "-") && GRANT.matcher(name).matches();
    }

    /** Those names that have a number, the highest first. */
    public static List<String> newestFirst(List<String> names, Function<String, OptionalLong> number) {
        return names.stream()
                .filter(name -> number.apply(name).isPresent())
                .sorted(Comparator.comparingLong(
                                (String name) -> number.apply(name).orElseThrow())
                        .reversed())
                .toList();
    }

    /** The agent that a folder is of; empty for any other name. */
    public static Optional<Uid> agent(String folder) {
        try {
            return Optional.of(new Uid(folder));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
