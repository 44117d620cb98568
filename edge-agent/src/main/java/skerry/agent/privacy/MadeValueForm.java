package skerry.agent.privacy;

import skerry.agent.privacy.checks.Wallet;

/** A long string that no person makes up and no program names things with: a key, a token, a wallet. */
final class MadeValueForm implements Form {
    private static final int SHORTEST = 26;
    private static final int CERTAIN = 36;
    private static final int LONGEST = 200;
    private static final int SET = CharClass.TOKEN | CharClass.DOT | CharClass.BASE64_SIGN;

    @Override
    public int end(Text text, int start, boolean told) {
        int end = text.skip(start, SET, LONGEST);
        int length = end - start;
        if (length < SHORTEST || !Value.ends(text, end)) {
            return -1;
        }
        int digits = 0;
        int upper = 0;
        int lower = 0;
        int changes = 0;
        boolean hex = true;
        for (int i = start; i < end; i++) {
            char c = text.at(i);
            digits += CharClass.digit(c) ? 1 : 0;
            upper += CharClass.is(c, CharClass.UPPER) ? 1 : 0;
            lower += CharClass.is(c, CharClass.LOWER) ? 1 : 0;
            hex &= CharClass.is(c, CharClass.HEX);
            changes += i > start && kind(c) != kind(text.at(i - 1)) ? 1 : 0;
        }
        boolean mixed = digits >= 2 && upper >= 3 && lower >= 3 && changes * 3 >= length && text.at(start) != '/';
        boolean wallet = length <= 35
                && (text.at(start) == '1' || text.at(start) == '3')
                && Wallet.bitcoin(text.part(start, end));
        return wallet || (mixed && !hex && length >= CERTAIN) ? end : -1;
    }

    private static int kind(char c) {
        return CharClass.digit(c) ? 0 : CharClass.is(c, CharClass.UPPER) ? 1 : CharClass.is(c, CharClass.LOWER) ? 2 : 3;
    }
}
