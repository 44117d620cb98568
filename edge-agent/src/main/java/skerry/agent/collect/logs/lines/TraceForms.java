package skerry.agent.collect.logs.lines;

import static skerry.agent.collect.logs.lines.Ascii.afterBlanks;
import static skerry.agent.collect.logs.lines.Ascii.bytes;
import static skerry.agent.collect.logs.lines.Ascii.contains;
import static skerry.agent.collect.logs.lines.Ascii.endsWith;
import static skerry.agent.collect.logs.lines.Ascii.indexOf;
import static skerry.agent.collect.logs.lines.Ascii.isDigit;
import static skerry.agent.collect.logs.lines.Ascii.isLetter;
import static skerry.agent.collect.logs.lines.Ascii.startsWith;

import skerry.agent.collect.logs.SeverityScan;
import skerry.protocol.payload.Severity;

/** What a single line of a stack trace looks like, whatever stands before it; {@link TraceGrammar} has their order. */
final class TraceForms {
    private static final byte[] FROM = bytes("from ");
    private static final byte[] RB = bytes(".rb:");
    private static final byte[] ERB = bytes(".erb:");
    private static final byte[] IN = bytes(":in ");
    static final byte[] PANIC = bytes("panic");
    private static final byte[] FATAL_ERROR = bytes("fatal error: ");
    static final byte[] GOROUTINE = bytes("goroutine ");
    private static final byte[] NODE_MODULE = bytes("node:");
    private static final byte[][] SCRIPTS = {
        bytes(".js:"), bytes(".mjs:"), bytes(".cjs:"), bytes(".ts:"), bytes(".mts:"), bytes(".jsx:"), bytes(".tsx:")
    };
    private static final byte[] EXCEPTION = bytes("Exception");
    private static final byte[] ERROR = bytes("Error");
    private static final byte[] THROWABLE = bytes("Throwable");
    private static final byte[][] CONSOLE_LEVELS = {
        bytes("trce: "), bytes("dbug: "), bytes("info: "), bytes("warn: "), bytes("fail: "), bytes("crit: ")
    };

    private TraceForms() {}

    /** {@code /app/index.js:3} or {@code node:internal/modules:14}, and nothing else: Node.js stopped there. */
    static boolean isScriptPlace(byte[] b, int from, int to) {
        int digits = to;
        while (digits > from && isDigit(b[digits - 1])) {
            digits--;
        }
        if (digits == to || digits == from || b[digits - 1] != ':' || indexOf(b, from, to, ' ') >= 0) {
            return false;
        }
        for (byte[] script : SCRIPTS) {
            if (endsWith(b, from, digits, script)) {
                return true;
            }
        }
        return startsWith(b, from, to, NODE_MODULE);
    }

    /** Only carets and tildes, which point at something in the line above. */
    static boolean isCaret(byte[] b, int text, int to) {
        int at = text;
        while (at < to && (b[at] == '^' || b[at] == '~')) {
            at++;
        }
        return at > text && afterBlanks(b, at, to) == to;
    }

    static boolean isRubyFrame(byte[] b, int text, int to) {
        int ruby = rubyLine(b, text, to);
        if (ruby > 0) {
            int i = ruby;
            while (i < to && isDigit(b[i])) {
                i++;
            }
            return i > ruby && (i == to || b[i] == ':');
        }
        return startsWith(b, text, to, FROM) && contains(b, text, to, IN);
    }

    /** A frame without {@code from}, of which nothing but the path stands before the number of the line. */
    static boolean isRubyPlace(byte[] b, int text, int to) {
        int ruby = rubyLine(b, text, to);
        int blank = indexOf(b, text, to, ' ');
        return ruby > 0 && (blank < 0 || blank > ruby) && isRubyFrame(b, text, to) && contains(b, ruby, to, IN);
    }

    /** Where the number of a line of Ruby begins, or something negative. */
    private static int rubyLine(byte[] b, int text, int to) {
        int ruby = indexOf(b, text, to, RB);
        if (ruby > 0) {
            return ruby + RB.length;
        }
        int template = indexOf(b, text, to, ERB);
        return template > 0 ? template + ERB.length : -1;
    }

    /** {@code net/http.(*conn).serve(0xc00007eaa0, …)}: no blank before the first bracket, closed at the end. */
    static boolean isGoFunction(byte[] b, int from, int to) {
        if (b[to - 1] != ')') {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (b[i] == '(') {
                return i > from;
            }
            if (b[i] == ' ' || b[i] == ':') {
                return false;
            }
        }
        return false;
    }

    /** {@code rax    0x0}, as dumped after a fatal signal. */
    static boolean isRegister(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (isLetter(b[i]) || isDigit(b[i]))) {
            i++;
        }
        int value = afterBlanks(b, i, to);
        return i > from && i - from <= 6 && value > i && value + 2 < to && b[value] == '0' && b[value + 1] == 'x';
    }

    static boolean isGoroutine(byte[] b, int from, int to) {
        return startsWith(b, from, to, GOROUTINE) && b[to - 2] == ']';
    }

    /** {@code #0 …}, a frame of PHP or Dart. */
    static boolean isNumbered(byte[] b, int from, int to) {
        return to - from > 1 && b[from] == '#' && isDigit(b[from + 1]);
    }

    /** The line below the last exception of a group, which may be one of another group. */
    static boolean isGroupEnd(byte[] b, int text, int to) {
        int at = text + 1;
        while (at < to && b[at] == '-') {
            at++;
        }
        return at == to && at > text + 1 && b[text] == '+';
    }

    /** A dotted name alone, or followed by a colon and the message. */
    static boolean isPythonException(byte[] b, int from, int to) {
        int i = afterName(b, from, to);
        return i > from && (i == to || b[i] == ':');
    }

    /** {@code name.of.SomeException: message}, or the name alone. */
    static boolean isExceptionLine(byte[] b, int from, int to) {
        int i = afterName(b, from, to);
        boolean aside = i < to && b[i] == ' ' && (i + 1 == to || b[i + 1] == '-' || b[i + 1] == '(');
        boolean ends = i == to || b[i] == ':' || aside;
        return ends
                && (endsWith(b, from, i, EXCEPTION) || endsWith(b, from, i, ERROR) || endsWith(b, from, i, THROWABLE));
    }

    static boolean isQualifiedException(byte[] b, int from, int to) {
        return isExceptionLine(b, from, to) && indexOf(b, from, afterName(b, from, to), '.') > 0;
    }

    private static int afterName(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (isNameLetter(b[i]) || (isDigit(b[i]) && i > from) || isScope(b, i, to))) {
            i += isScope(b, i, to) ? 2 : 1;
        }
        return i;
    }

    /** {@code ::} between names, as Ruby and C++ write it. */
    private static boolean isScope(byte[] b, int at, int to) {
        return b[at] == ':' && at + 2 < to && b[at + 1] == ':' && isLetter(b[at + 2]);
    }

    private static boolean isNameLetter(byte b) {
        return isLetter(b) || b == '.' || b == '_' || b == '$';
    }

    static boolean isConsoleHead(byte[] b, int from, int to) {
        for (byte[] level : CONSOLE_LEVELS) {
            if (startsWith(b, from, to, level)) {
                return true;
            }
        }
        return false;
    }

    static boolean namesException(byte[] b, int from, int to) {
        return contains(b, from, to, EXCEPTION) || contains(b, from, to, ERROR) || contains(b, from, to, THROWABLE);
    }

    /** Whether the word {@code panic} is in it, or Go's {@code fatal error: } at its start. */
    static boolean isPanic(byte[] b, int from, int to) {
        if (startsWith(b, from, to, FATAL_ERROR)) {
            return true;
        }
        for (int i = indexOf(b, from, to, PANIC); i >= 0; i = indexOf(b, i + 1, to, PANIC)) {
            int after = i + PANIC.length;
            if ((i == from || !isLetter(b[i - 1])) && (after == to || !isLetter(b[after]))) {
                return true;
            }
        }
        return false;
    }

    static boolean isGrave(byte[] b, int from, int to) {
        return SeverityScan.of(b, from, to).compareTo(Severity.WARNING) >= 0;
    }
}
