package skerry.agent.summary;

import java.util.Locale;
import skerry.agent.privacy.Redactor;
import skerry.agent.privacy.Token;

/**
 * Lets through of a text what a program says, and masks as {@code <*>} what may name a person, a machine or a secret: words
 * that look made, names, what stands behind a word that tells of somebody, and all that redaction would take. It looks at
 * nothing but the text, so the same template is shown alike by every agent. For templates, and for examples, which keep
 * their numbers and pseudonyms. Owned by one thread; reads its lists of words when it is first asked.
 */
final class Literals {
    private static final String SIGNS = " \t\r\n()[]{}<>\"'=,;|`";
    private static final String ENDING = ".:!?";
    /** Words behind which somebody or something is named. */
    private static final String TELLING = " user username login account owner name host hostname for by from to as with"
            + " member customer patient operator contact author sender recipient client mr mrs ms dr herr frau device"
            + " unit site node password secret token key at of ";

    private static final int LONGEST_TOKEN = 48;

    private final Redactor redactor;
    private final WordShape shape = new WordShape();

    Literals(Redactor redactor) {
        this.redactor = redactor;
    }

    /** What may be shown of a template. */
    String template(String template) {
        return redactor.redact(checked(template, false));
    }

    /** What may be shown of a redacted line. */
    String example(String line) {
        return redactor.redact(checked(line, true));
    }

    private String checked(String text, boolean numbers) {
        StringBuilder out = null;
        int copied = 0;
        boolean told = false;
        boolean beside = false;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (text.startsWith(Canonical.VARIABLE, i)) {
                i += Canonical.VARIABLE.length();
            } else if (c == '<' && numbers && tokenEnd(text, i) > 0) {
                i = tokenEnd(text, i);
            } else if (SIGNS.indexOf(c) >= 0) {
                beside = "\"'<=".indexOf(c) >= 0 || (beside && c != ' ');
                told &= c != ',' && c != ';';
                i++;
            } else {
                int end = wordEnd(text, i);
                int core = coreEnd(text, i, end);
                boolean plain = core == i || shape.isPlain(text, i, core, told || beside, numbers);
                if (!plain) {
                    boolean enclosed = i > 0 && text.charAt(i - 1) == '<' && text.startsWith(">", core);
                    out = out == null ? new StringBuilder(text.length()) : out;
                    out.append(text, copied, enclosed ? i - 1 : i).append(Canonical.VARIABLE);
                    copied = enclosed ? core + 1 : core;
                    end = Math.max(end, copied);
                }
                told = !plain || tells(text, i, core) || (told && core == i);
                beside = false;
                i = end;
            }
        }
        return out == null ? text : out.append(text, copied, text.length()).toString();
    }

    /** Behind a pseudonym that begins here, or 0; one without a digit might be somebody's word, and is none. */
    private static int tokenEnd(String text, int from) {
        int end = text.indexOf('>', from) + 1;
        if (end <= from || end - from > LONGEST_TOKEN) {
            return 0;
        }
        String mask = text.substring(from, end);
        String kind = Token.withoutTokens(mask);
        boolean digit = false;
        for (int i = kind.length(); i < mask.length(); i++) {
            digit |= Words.digit(mask.charAt(i));
        }
        return digit ? end : 0;
    }

    private static boolean tells(String text, int from, int end) {
        return TELLING.contains(" " + text.substring(from, end).toLowerCase(Locale.ROOT) + " ");
    }

    private static int wordEnd(String text, int from) {
        int i = from;
        while (i < text.length() && SIGNS.indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private static int coreEnd(String text, int from, int end) {
        int i = end;
        while (i > from && ENDING.indexOf(text.charAt(i - 1)) >= 0) {
            i--;
        }
        return i;
    }
}
