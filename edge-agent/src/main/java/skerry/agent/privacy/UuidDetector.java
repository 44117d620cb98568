package skerry.agent.privacy;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** UUIDs of persons and of what they carry, and ones that are keys, told by the word before; those of pods, volumes, traces and disks stay. */
final class UuidDetector implements Detector {
    static final int LENGTH = 36;

    /** Its second dash, and what is around it. */
    static final String TRIGGER = "-%x%x%x%x-%x";

    static final int BEFORE_TRIGGER = 15;
    private static final int LONGEST_NAME = 32;
    private static final int MOST_SIGNS = 8;

    private static final Set<String> OWNERS = Set.of(
            ("user users customer customers session sessions device devices account accounts client person patient member "
                            + "profile subscriber visitor guest employee driver student owner contact subject handset phone "
                            + "browser install installation advertising idfa gaid imei hwid cookie login sid participant recipient "
                            + "sender tenant key token secret machine udid hardware boot serial product system benutzer "
                            + "kunde kunden kunder sitzung konto utilisateur usuario utente gebruiker")
                    .split(" ", -1));

    @Override
    public String kind() {
        return "uuid";
    }

    @Override
    public List<String> triggers() {
        return List.of(TRIGGER);
    }

    @Override
    public Span find(Text text, int at) {
        int start = at - BEFORE_TRIGGER;
        if (!isUuid(text, start)) {
            return Span.NONE;
        }
        int end = start;
        while (start - end < MOST_SIGNS
                && (" =:?\\/([{".indexOf(text.at(end - 1)) >= 0 || CharClass.is(text.at(end - 1), CharClass.QUOTE))) {
            end--;
        }
        return end < start && named(text, end) ? new Span(start, start + LENGTH) : Span.NONE;
    }

    private static boolean isUuid(Text text, int start) {
        return reads(text, start) && !CharClass.is(text.at(start - 1), CharClass.TOKEN);
    }

    /** Whether a UUID starts at {@code start}, and nothing is glued to its end. */
    static boolean reads(Text text, int start) {
        for (int i = 0; i < LENGTH; i++) {
            char c = text.at(start + i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : !CharClass.is(c, CharClass.HEX | CharClass.DIGIT)) {
                return false;
            }
        }
        return !CharClass.is(text.at(start + LENGTH), CharClass.TOKEN);
    }

    /** What may stand between a blank and the UUID after a word of somebody: {@code machine id}. */
    private static final List<String> IDS = List.of("id", "uuid", "guid");

    /** Whether a word of the name that ends before {@code end} is one of somebody: {@code user_id}, {@code deviceUuid}. */
    private static boolean named(Text text, int end) {
        return owner(text, end) || ownerBeforeId(text, end);
    }

    /** {@code installation id}, or {@code Ger\u00e4te-ID} of letters outside ASCII. */
    private static boolean ownerBeforeId(Text text, int end) {
        for (String id : IDS) {
            int sign = end - id.length() - 1;
            if (text.reads(id, sign + 1)) {
                boolean device = text.at(sign) == '-' && text.reads("te", sign - 2) && text.reads("ger", sign - 6);
                return device || (text.at(sign) == ' ' && owner(text, sign));
            }
        }
        return false;
    }

    private static boolean owner(Text text, int end) {
        int start = text.skipBack(end, CharClass.TOKEN | CharClass.DOT, LONGEST_NAME);
        int word = start;
        for (int i = start; i <= end; i++) {
            boolean hump = CharClass.is(text.at(i), CharClass.UPPER) && CharClass.is(text.at(i - 1), CharClass.LOWER);
            if (i == end || hump || !CharClass.is(text.at(i), CharClass.LETTER)) {
                if (i > word && OWNERS.contains(text.part(word, i).toLowerCase(Locale.ROOT))) {
                    return true;
                }
                word = hump ? i : i + 1;
            }
        }
        return false;
    }
}
