package skerry.agent.privacy;

import skerry.agent.privacy.checks.SocialSecurity;

/** Social security numbers of the USA in groups that somebody wrote carelessly, one or more. */
final class SsnForm implements Form {
    private static final int DIGITS = 9;

    @Override
    public int end(Text text, int start, boolean told) {
        int at = start;
        int found = -1;
        while (true) {
            var digits = new StringBuilder(DIGITS);
            int signs = 0;
            while (digits.length() < DIGITS) {
                char c = text.at(at);
                if (CharClass.digit(c)) {
                    digits.append(c);
                } else if ((c == '-' || c == ' ') && (digits.length() == 3 || digits.length() == 5)) {
                    signs++;
                } else {
                    return found;
                }
                at++;
            }
            if ((signs == 0 && !told) || CharClass.word(text.at(at)) || !SocialSecurity.plausible(digits.toString())) {
                return found;
            }
            if (told) {
                return at;
            }
            found = Value.ends(text, at) ? at : found;
            if (text.at(at) != ' ') {
                return found;
            }
            at++;
        }
    }
}
