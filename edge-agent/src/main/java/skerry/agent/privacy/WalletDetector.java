package skerry.agent.privacy;

import java.util.List;
import skerry.agent.privacy.checks.Wallet;

/** Wallets whose addresses have a beginning of their own: Bitcoin since BIP 173, and Ethereum. */
final class WalletDetector implements Detector {
    /** A pointer with its 0x is shorter: the most common reason to be asked. */
    private static final int POINTER = 18;

    private static final int ETHEREUM = 40;
    private static final int SHORTEST = 42;
    private static final int LONGEST = 90;

    @Override
    public String kind() {
        return "wallet";
    }

    @Override
    public List<String> triggers() {
        return List.of("bc1q", "bc1p", "0x%x%x%x");
    }

    @Override
    public Span find(Text text, int at) {
        boolean bitcoin = CharClass.fold(text.at(at - 4)) == 'b' && CharClass.fold(text.at(at - 3)) == 'c';
        int start = bitcoin ? at - 4 : at - 5;
        if (CharClass.word(text.at(start - 1)) || !CharClass.is(text.at(start + POINTER), CharClass.ALNUM)) {
            return Span.NONE;
        }
        int end = text.skip(start, CharClass.ALNUM, LONGEST + 1);
        if (CharClass.word(text.at(end))) {
            return Span.NONE;
        }
        if (bitcoin) {
            boolean right = end - start >= SHORTEST && end - start <= LONGEST && Wallet.segwit(text.part(start, end));
            return right ? new Span(start, end) : Span.NONE;
        }
        boolean address = end - start == ETHEREUM + 2 && text.skip(start + 2, CharClass.HEX, ETHEREUM) == end;
        return address ? new Span(start, end) : Span.NONE;
    }
}
