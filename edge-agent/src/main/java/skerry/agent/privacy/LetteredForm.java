package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import skerry.agent.privacy.checks.LetteredNumber;

/**
 * National numbers that have letters, as shapes with their check characters.
 *
 * <p>In a shape {@code A} is a letter, {@code 9} a digit, {@code N} either, a blank one blank or dash that may be left out,
 * {@code _} one that may not; anything else stands for itself without regard to case.
 */
final class LetteredForm implements Form {
    /** Country, check (or {@code -}; {@code told} where only a word near makes it one), shape. */
    private static final String SHAPES = """
            de pension    99 999999 A 99 9
            de -          AA99999999N
            de health     A999999999
            de card       ANNNNNNN9
            de card       ANNNNNNNN
            de readable   ANNNNNNNN9
            de -          DE 999999999
            de -          999/999/99999
            de -          99/999/99999
            de -          999/9999/9999
            de -          99/9999/9999
            de -          99/999/9999
            de plate      A_AA 9999
            de plate      A_AA 999
            de plate      A_A 9999
            de plate      A_A 999
            de plate      AA_AA 9999
            de plate      AA_AA 999
            de plate      AA_AA 99
            de plate      AA_A 9999
            de plate      AA_A 999
            de plate      AAA_AA 999
            de plate      AAA_AA 99
            de plate      AAA_A 999
            gb insured    AA 99 99 99 A
            gb -          99 A 999 99
            gb driver     NNNNN 999 999 NNNNN 99
            gb driver     NNNNN 999 999 NNNNN
            gb british    AA99 AAA
            gb british    A999 AAA
            gb british    A99 AAA
            es spanish    X 9999999 A
            es spanish    Y 9999999 A
            es spanish    Z 9999999 A
            es spanish    99999999 A
            es spanish    9999999 A
            es -          AAA999999
            fr corsican   9 99 99 9A 999 999 99
            fi finnish    999999-999N
            fi finnish    999999+999N
            fi finnish    999999A999N
            ie irish      9999999AA
            ie irish      9999999A
            sg singapore  S9999999A
            sg singapore  T9999999A
            sg singapore  F9999999A
            sg singapore  G9999999A
            sg singapore  M9999999A
            sg -          A99AA9999A
            cn chinese    99999999999999999X
            tw taiwanese  A999999999
            hk hongkong   A999999(N)
            cl chilean    99.999.999-N
            cl chilean    9.999.999-N
            cl chilean    99999999-N
            cl chilean    9999999-N
            in goods      99AAAAA9999ANZN
            in -          AAAAA9999A
            in -          A9999AAAAA
            in -          AAA9999999
            in told       A9999999
            in -          AA99AA9999
            in -          AA99A9999
            in -          AA9AAA9999
            it fiscal     AAAAAA99A99A999A
            it -          9999999AA
            it -          AA99999AA
            it -          U1NNNNNNNA
            it -          AA9999999A
            it -          AA9999999
            kr korean     A999A9999
            mx mexican    AAAA999999AAAAAAN9
            ng plate      AAA-999AA
            nl readable   AANNNNNN9
            tr province   99 AAA 9999
            tr province   99 AAA 999
            tr province   99 AAA 99
            tr province   99 AA 9999
            tr province   99 AA 999
            tr province   99 A 99999
            tr province   99 A 9999
            us medicare   9AN9 AN9 AA99
            us told       A9999999999999
            us told       A999999999999
            us told       AA999999
            us told       A99999999
            """;

    private static final Set<String> CERTAIN = Set.of(
            "pension",
            "insured",
            "driver",
            "spanish",
            "finnish",
            "singapore",
            "fiscal",
            "medicare",
            "chinese",
            "mexican",
            "goods");

    private static final int CHECK_COLUMN = 3;
    private static final int SHAPE_COLUMN = 14;

    private final List<String> shapes = new ArrayList<>();
    private final List<String> checks = new ArrayList<>();

    LetteredForm() {
        for (String line : SHAPES.split("\n", -1)) {
            if (!line.isEmpty()) {
                checks.add(line.substring(CHECK_COLUMN, SHAPE_COLUMN).trim());
                shapes.add(line.substring(SHAPE_COLUMN));
            }
        }
    }

    /** The shapes, for the policy's id. */
    static String rule() {
        return SHAPES;
    }

    @Override
    public int end(Text text, int start, boolean told) {
        if (!CharClass.is(text.at(start), CharClass.ALNUM)) {
            return -1;
        }
        int longest = -1;
        for (int i = 0; i < shapes.size(); i++) {
            int end = match(text, start, shapes.get(i));
            if (end > longest
                    && !CharClass.word(text.at(end))
                    && (told || Value.ends(text, end))
                    && holds(checks.get(i), text.part(start, end), told)) {
                longest = end;
            }
        }
        return longest;
    }

    private static int match(Text text, int start, String shape) {
        int at = start;
        for (int i = 0; i < shape.length(); i++) {
            char c = text.at(at);
            char wanted = shape.charAt(i);
            if (wanted == '_' && (c == ' ' || c == '-')) {
                at++;
                continue;
            }
            if (wanted == ' ') {
                at += c == ' ' || c == '-' ? 1 : 0;
                continue;
            }
            boolean fits = switch (wanted) {
                case 'A' -> CharClass.is(c, CharClass.LETTER);
                case '9' -> CharClass.digit(c);
                case 'N' -> CharClass.is(c, CharClass.ALNUM);
                default -> CharClass.fold(c) == CharClass.fold(wanted);
            };
            if (!fits) {
                return -1;
            }
            at++;
        }
        return at;
    }

    /** Whether what lies between has a shape with a check so strong that it needs no word. */
    boolean certain(Text text, int start, int end) {
        for (int i = 0; i < shapes.size(); i++) {
            if (CERTAIN.contains(checks.get(i))
                    && match(text, start, shapes.get(i)) == end
                    && holds(checks.get(i), text.part(start, end), true)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(String check, String found, boolean told) {
        String id = found.replace(" ", "").toUpperCase(Locale.ROOT);
        String compact = id.replace("-", "");
        return switch (check) {
            case "told" -> told;
            case "pension" -> LetteredNumber.germanPension(compact);
            case "health" -> LetteredNumber.germanHealth(compact);
            case "readable" -> LetteredNumber.machineReadable(compact) && digits(compact) >= 4;
            case "card" -> "CFGHJKLMNPRTVWXYZ".indexOf(id.charAt(0)) >= 0 && digits(compact) >= 5 && noVowels(compact);
            case "insured" -> LetteredNumber.insured(compact) && compact.charAt(8) <= 'D';
            case "driver" -> britishDriver(compact);
            case "plate" -> capitals(found);
            case "british" -> capitals(found) && "IQZ".indexOf(id.charAt(0)) < 0 && britishPlate(compact);
            case "spanish" -> LetteredNumber.spanish(compact);
            case "corsican" -> LetteredNumber.corsican(compact);
            case "finnish" -> LetteredNumber.finnish(id);
            case "irish" -> LetteredNumber.irish(compact);
            case "singapore" -> LetteredNumber.singaporean(compact);
            case "chinese" -> LetteredNumber.chinese(compact);
            case "goods" -> compact.charAt(0) <= '3' && compact.substring(0, 2).compareTo("37") <= 0;
            case "fiscal" -> "ABCDEHLMPRST".indexOf(id.charAt(8)) >= 0;
            case "taiwanese" -> LetteredNumber.taiwanese(compact);
            case "hongkong" -> LetteredNumber.hongkong(compact);
            case "chilean" -> LetteredNumber.chilean(compact.replace(".", ""));
            case "mexican" -> LetteredNumber.mexican(compact);
            case "korean" -> "MSRODG".indexOf(id.charAt(0)) >= 0;
            case "province" ->
                (capitals(found) || found.indexOf(' ') > 0)
                        && compact.substring(0, 2).compareTo("01") >= 0
                        && compact.substring(0, 2).compareTo("81") <= 0;
            case "medicare" -> medicare(compact);
            default -> true;
        };
    }

    private static boolean capitals(String found) {
        return found.equals(found.toUpperCase(Locale.ROOT));
    }

    private static boolean britishDriver(String id) {
        for (int i = 0; i < 5; i++) {
            if (CharClass.digit(id.charAt(i)) && (id.charAt(i) != '9' || i == 0)) {
                return false;
            }
        }
        return LetteredNumber.britishDriver(id);
    }

    private static boolean britishPlate(String id) {
        boolean current = id.length() == 7 && CharClass.is(id.charAt(1), CharClass.LETTER);
        int year = current ? (id.charAt(2) - '0') * 10 + id.charAt(3) - '0' : 2;
        boolean letters = !current || "IQZ".indexOf(id.charAt(1)) < 0;
        return letters && ((year >= 2 && year <= 29) || (year >= 51 && year <= 79));
    }

    /** Letters that look like digits are left out. */
    private static boolean medicare(String id) {
        for (int i = 0; i < id.length(); i++) {
            if ("SLOIBZ".indexOf(id.charAt(i)) >= 0) {
                return false;
            }
        }
        return id.charAt(0) != '0';
    }

    private static boolean noVowels(String id) {
        for (int i = 0; i < id.length(); i++) {
            if ("ABDEIOQSU".indexOf(id.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static int digits(String id) {
        int digits = 0;
        for (int i = 0; i < id.length(); i++) {
            digits += CharClass.digit(id.charAt(i)) ? 1 : 0;
        }
        return digits;
    }
}
