package skerry.promql;

import java.util.List;

/** Reads tokens one after the other, and says what was expected where another stands. */
final class TokenReader {
    private final Place place;
    private final List<Token> tokens;
    private int index;

    TokenReader(String text) {
        this.place = new Place(text);
        this.tokens = Lexer.tokens(text);
    }

    Token peek() {
        return tokens.get(index);
    }

    /** The next token; the end stays where it is. */
    Token take() {
        Token token = tokens.get(index);
        if (token.kind() != Token.Kind.END) {
            index++;
        }
        return token;
    }

    boolean takeSign(String sign) {
        boolean isNext = peek().isSign(sign);
        index += isNext ? 1 : 0;
        return isNext;
    }

    boolean takeWord(String word) {
        boolean isNext = peek().isWord(word);
        index += isNext ? 1 : 0;
        return isNext;
    }

    void expectSign(String sign, String where) {
        if (!takeSign(sign)) {
            throw place.malformed(
                    peek().at(), "unexpected " + peek().described() + " in " + where + ", expected \"" + sign + '"');
        }
    }

    RefusedException unexpected(String expected) {
        return place.malformed(peek().at(), "unexpected " + peek().described() + ", expected " + expected);
    }
}
