package skerry.promql;

import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into tokens. */
final class Lexer {
    private static final List<String> TWO_CHARACTER_SIGNS = List.of("!=", "=~", "!~", "==", "<=", ">=");
    private static final String SIGNS = "(){}[],@=<>+-*/%^:";

    private final String text;
    private final Place place;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean inBrackets;

    private Lexer(String text) {
        this.text = text;
        this.place = new Place(text);
    }

    /** The tokens, of which {@link Token.Kind#END} is the last. */
    static List<Token> tokens(String text) {
        var lexer = new Lexer(text);
        while (lexer.at < text.length()) {
            lexer.next();
        }
        lexer.tokens.add(new Token(Token.Kind.END, "", text.length()));
        return lexer.tokens;
    }

    private void next() {
        char c = text.charAt(at);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            at++;
        } else if (c == '#') {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
        } else if (c == '"' || c == '\'' || c == '`') {
            int start = at;
            var quoted = new Quoted(text, at, place);
            String meaning = quoted.read();
            at = quoted.end();
            tokens.add(new Token(Token.Kind.TEXT, meaning, start));
        } else if (isDigit(c) || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
            number();
        } else if (isWordStart(c) || (c == ':' && !inBrackets)) {
            word();
        } else {
            sign();
        }
    }

    private void number() {
        int start = at;
        at = Numerals.end(text, start);
        String number = text.substring(start, at);
        if (Numerals.isDuration(number)) {
            tokens.add(new Token(Token.Kind.DURATION, number, start));
        } else if (Numerals.isNumber(number)) {
            tokens.add(new Token(Token.Kind.NUMBER, number, start));
        } else {
            throw place.malformed(start, "bad number or duration syntax: \"" + shortened(number) + '"');
        }
    }

    private void word() {
        int start = at;
        while (at < text.length() && (isWordPart(text.charAt(at)) || (text.charAt(at) == ':' && !inBrackets))) {
            at++;
        }
        tokens.add(new Token(Token.Kind.WORD, text.substring(start, at), start));
    }

    private void sign() {
        for (String sign : TWO_CHARACTER_SIGNS) {
            if (text.startsWith(sign, at)) {
                tokens.add(new Token(Token.Kind.SIGN, sign, at));
                at += 2;
                return;
            }
        }
        char c = text.charAt(at);
        if (SIGNS.indexOf(c) < 0) {
            throw place.malformed(
                    at, "unexpected character: '" + text.substring(at, text.offsetByCodePoints(at, 1)) + "'");
        }
        if (c == '[' || c == ']') {
            inBrackets = c == '[';
        }
        tokens.add(new Token(Token.Kind.SIGN, String.valueOf(c), at));
        at++;
    }

    private static boolean isWordStart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || isDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static String shortened(String number) {
        return number.length() > 40 ? number.substring(0, 40) + "…" : number;
    }
}
