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

/**
 * Which line goes on with which stack trace. The forms are those that the run-time systems print: Java's
 * {@code Throwable.printStackTrace}, .NET's {@code Exception.ToString}, V8's {@code Error.stack}, Python's
 * {@code traceback}, Go's {@code runtime} panics, Ruby and Rails, PHP, Dart, Rust.
 *
 * <p>Most lines are told by their first byte; what precedes a line is examined only when the line may go on with it.
 */
final class TraceGrammar {
    private static final byte[] AT = bytes("at ");
    private static final byte[] EVAL_AT = bytes("eval at ");
    private static final byte[] DOTS = bytes("...");
    private static final byte[] FROM = bytes("from ");
    private static final byte[] RB = bytes(".rb:");
    private static final byte[] ERB = bytes(".erb:");
    private static final byte[] IN = bytes(":in ");
    private static final byte[] CAUSED_BY = bytes("Caused by: ");
    private static final byte[] SUPPRESSED = bytes("Suppressed: ");
    private static final byte[] WRAPPED_BY = bytes("Wrapped by: ");
    private static final byte[] CIRCULAR = bytes("[CIRCULAR REFERENCE");
    private static final byte[] END_OF = bytes("--- End of ");
    private static final byte[] INNER = bytes("---> ");
    private static final byte[] NESTED_IS = bytes("nested exception is:");
    private static final byte[] LAST_CALL = bytes("(most recent call last):");
    private static final byte[] DURING = bytes("During handling of the above exception");
    private static final byte[] DIRECT_CAUSE = bytes("The above exception was the direct cause");
    private static final byte[] PANIC = bytes("panic");
    private static final byte[] FATAL_ERROR = bytes("fatal error: ");
    private static final byte[] SIGNAL = bytes("[signal ");
    private static final byte[] GOROUTINE = bytes("goroutine ");
    private static final byte[] SIGNAL_NAME = bytes("SIG");
    private static final byte[] PROGRAM_COUNTER = bytes("PC=0x");
    private static final byte[] RUNTIME_STACK = bytes("runtime stack:");
    private static final byte[] CREATED_BY = bytes("created by ");
    private static final byte[] ORIGINATING = bytes("[originating from goroutine");
    private static final byte[] EXIT_STATUS = bytes("exit status ");
    private static final byte[] STACK_TRACE = bytes("Stack trace:");
    private static final byte[] STACKTRACE = bytes("[stacktrace]");
    private static final byte[] CONTEXT_END = bytes("\"}");
    private static final byte[] PYTHON_FILE = bytes("  File \"");
    private static final byte[] PYTHON_LINE = bytes("\", line ");
    private static final byte[] NODE_VERSION = bytes("Node.js v");
    private static final byte[] NODE_MODULE = bytes("node:");
    private static final byte[][] SCRIPTS = {
        bytes(".js:"), bytes(".mjs:"), bytes(".cjs:"), bytes(".ts:"), bytes(".mts:"), bytes(".jsx:"), bytes(".tsx:")
    };
    private static final byte[] THROWN_IN = bytes("thrown in ");
    private static final byte[] PHP_NEXT = bytes("Next ");
    private static final byte[] UNHANDLED = bytes("Unhandled exception:");
    private static final byte[] SUSPENSION = bytes("<asynchronous suspension>");
    private static final byte[] THREAD = bytes("thread '");
    private static final byte[] PANICKED = bytes("panicked at ");
    private static final byte[] NOTE = bytes("note: ");
    private static final byte[] BACKTRACE = bytes("stack backtrace:");
    private static final byte[] IN_THREAD = bytes("Exception in thread ");
    private static final byte[] EXCEPTION = bytes("Exception");
    private static final byte[] ERROR = bytes("Error");
    private static final byte[] THROWABLE = bytes("Throwable");
    private static final byte[] CONSOLE_INDENT = bytes("      ");
    private static final byte[][] CONSOLE_LEVELS = {
        bytes("trce: "), bytes("dbug: "), bytes("info: "), bytes("warn: "), bytes("fail: "), bytes("crit: ")
    };

    private TraceGrammar() {}

    /** The state that a line opens when it begins a record. */
    static Trace first(byte[] b, int from, int to) {
        if (from == to) {
            return Trace.LINE;
        }
        byte last = b[to - 1];
        if (last == ':') {
            if (endsWith(b, from, to, LAST_CALL)) {
                return Trace.PYTHON;
            }
            if (isGoroutine(b, from, to)) {
                return Trace.GO;
            }
            if (to - from == UNHANDLED.length && startsWith(b, from, to, UNHANDLED)) {
                return Trace.DART;
            }
        }
        if (b[from] == 't' && startsWith(b, from, to, THREAD) && contains(b, from, to, PANICKED)) {
            return last == ':' ? Trace.RUST_HEAD : Trace.RUST;
        }
        if (isDigit(last) && startsWith(b, from, to, PYTHON_FILE) && contains(b, from, to, PYTHON_LINE)) {
            return Trace.PYTHON; // of a program that cannot be compiled
        }
        return last == ']' && isConsoleHead(b, from, to) ? Trace.DOTNET_CONSOLE : Trace.LINE;
    }

    /**
     * The state after a line, or {@link Trace#LINE} if it begins a new record.
     *
     * @param h holds the record so far, from {@code hf} to {@code ht}; one line as long as the state is
     *     {@link Trace#LINE}
     */
    static Trace next(Trace state, byte[] h, int hf, int ht, byte[] b, int from, int to) {
        int text = afterBlanks(b, from, to);
        boolean blank = text == to;
        boolean indented = text > from && !blank;
        return switch (state) {
            case LINE -> continues(h, hf, ht) ? Trace.CONTINUED : afterLine(h, hf, ht, b, from, to, text);
            case CONTINUED -> continues(h, hf, ht) ? Trace.CONTINUED : Trace.LINE;
            case RULED -> Trace.LINE;
            case BLANK -> blank ? Trace.BLANK : afterBlank(h, hf, ht, b, from, to, text);
            case EXCEPTION, DETAIL -> {
                Trace frame = frame(b, from, to, text);
                if (frame == Trace.LINE && indented && startsWith(b, text, to, DOTS)) {
                    yield Trace.FRAMES;
                }
                if (frame == Trace.LINE && isRubyPlace(b, text, to)) {
                    yield Trace.RUBY;
                }
                yield frame != Trace.LINE || (!blank && !indented) ? frame : Trace.DETAIL;
            }
            case NESTED -> namesException(b, text, to) ? Trace.EXCEPTION : Trace.LINE;
            case FRAMES -> {
                Trace frame = frame(b, from, to, text);
                if (blank) {
                    yield Trace.FRAMES_BLANK;
                }
                yield frame == Trace.LINE && startsWith(b, text, to, DOTS) ? Trace.FRAMES : frame;
            }
            case FRAMES_BLANK -> startsWith(b, from, to, NODE_VERSION) ? Trace.FRAMES : Trace.LINE;
            case SOURCE -> isCaret(b, text, to) ? Trace.CARET : Trace.LINE;
            case CARET -> {
                boolean error = !blank && !indented && isLetter(b[from]) && namesException(b, from, to);
                yield blank ? Trace.CARET : error ? Trace.EXCEPTION : Trace.LINE;
            }
            case ANNOUNCED -> blank || Heading.of(b, from, to) != Heading.NONE ? Trace.LINE : Trace.ANNOUNCED;
            case PROPERTIES -> {
                boolean closes = !blank && (b[text] == '}' || b[text] == ']');
                yield indented ? Trace.PROPERTIES : closes ? Trace.FRAMES : Trace.LINE;
            }
            case PYTHON -> {
                if (indented) {
                    yield isGroupEnd(b, text, to) ? Trace.PYTHON_END : Trace.PYTHON;
                }
                yield isPythonException(b, from, to) ? Trace.PYTHON_END : Trace.LINE;
            }
            case PYTHON_END, PYTHON_BLANK -> {
                if (indented && state == Trace.PYTHON_END && (b[text] == '+' || b[text] == '|')) {
                    yield isGroupEnd(b, text, to) ? Trace.PYTHON_END : Trace.PYTHON;
                }
                boolean chained = startsWith(b, from, to, DURING) || startsWith(b, from, to, DIRECT_CAUSE);
                yield blank ? Trace.PYTHON_BLANK : chained ? Trace.PYTHON_CHAIN : Trace.LINE;
            }
            case PYTHON_CHAIN -> {
                yield blank ? Trace.PYTHON_CHAIN : endsWith(b, from, to, LAST_CALL) ? Trace.PYTHON : Trace.LINE;
            }
            case GO_HEAD -> blank ? Trace.GO_BLANK : afterPanic(b, from, to, text);
            case GO -> blank ? Trace.GO_BLANK : goLine(b, from, to, indented);
            case GO_BLANK -> {
                boolean stack = startsWith(b, from, to, GOROUTINE) || startsWith(b, from, to, RUNTIME_STACK);
                yield blank ? Trace.GO_BLANK : stack || isRegister(b, from, to) ? Trace.GO : Trace.LINE;
            }
            case PHP -> {
                boolean frame = isNumbered(b, from, to) || (indented && startsWith(b, text, to, THROWN_IN));
                boolean next = startsWith(b, from, to, PHP_NEXT) && namesException(b, from, to);
                boolean end = startsWith(b, from, to, CONTEXT_END);
                yield frame || next || end || startsWith(b, from, to, STACK_TRACE) ? Trace.PHP : Trace.LINE;
            }
            case RUBY -> {
                boolean more = indented && (isRubyFrame(b, text, to) || startsWith(b, text, to, DOTS));
                yield more || isRubyPlace(b, text, to) ? Trace.RUBY : Trace.LINE;
            }
            case DART -> isNumbered(b, from, to) ? Trace.DART_FRAMES : Trace.DART;
            case DART_FRAMES -> {
                boolean frame = isNumbered(b, from, to) || startsWith(b, from, to, SUSPENSION);
                yield frame ? Trace.DART_FRAMES : Trace.LINE;
            }
            case RUST_HEAD -> blank ? Trace.LINE : Trace.RUST;
            case RUST -> {
                boolean told = startsWith(b, from, to, NOTE) || startsWith(b, from, to, BACKTRACE);
                yield indented || told ? Trace.RUST : Trace.LINE;
            }
            case DOTNET_CONSOLE -> {
                yield startsWith(b, from, to, CONSOLE_INDENT) ? Trace.DOTNET_CONSOLE : Trace.LINE;
            }
        };
    }

    /** Whether a line ends in a backslash that stands for itself, as where a command goes on in the next line. */
    static boolean continues(byte[] h, int hf, int ht) {
        int i = ht;
        while (i > hf && h[i - 1] == '\\') {
            i--;
        }
        return (ht - i) % 2 != 0;
    }

    /** Whether lines that go on with this one may follow, as far as it tells. */
    static boolean mayGoOn(byte[] h, int hf, int ht) {
        return mayHeadTrace(h, hf, ht) || isScriptPlace(h, hf, ht) || Heading.announces(h, hf, ht);
    }

    /** Whether it may head a trace although nothing in it says so for certain. */
    private static boolean mayHeadTrace(byte[] h, int hf, int ht) {
        return namesException(h, hf, ht) || isPanic(h, hf, ht) || isGrave(h, hf, ht);
    }

    private static Trace afterLine(byte[] h, int hf, int ht, byte[] b, int from, int to, int text) {
        if (text == to) {
            return mayHeadTrace(h, hf, ht) ? Trace.BLANK : Trace.LINE;
        }
        Trace trace = afterHead(h, hf, ht, b, from, to, text);
        if (trace != Trace.LINE) {
            return trace;
        }
        if (isScriptPlace(h, hf, ht)) {
            return Trace.SOURCE;
        }
        boolean announced = Heading.announces(h, hf, ht) && Heading.of(b, from, to) == Heading.NONE;
        return announced && first(b, from, to) == Trace.LINE ? Trace.ANNOUNCED : Trace.LINE;
    }

    private static Trace afterHead(byte[] h, int hf, int ht, byte[] b, int from, int to, int text) {
        if (text > from) {
            Trace frame = frame(b, from, to, text);
            if (frame != Trace.LINE) {
                return frame;
            }
            if (startsWith(b, text, to, PANIC) && isPanic(h, hf, ht)) {
                return Trace.GO_HEAD;
            }
            return isExceptionLine(h, hf, ht) || startsWith(h, hf, ht, IN_THREAD) ? Trace.DETAIL : Trace.LINE;
        }
        byte first = b[from];
        if (!isLetter(first) && first != '[' && first != '-') {
            return Trace.LINE;
        }
        if (startsWith(b, from, to, STACK_TRACE) || startsWith(b, from, to, STACKTRACE)) {
            return namesException(h, hf, ht) || isGrave(h, hf, ht) ? Trace.PHP : Trace.LINE;
        }
        if (startsWith(b, from, to, SIGNAL) || startsWith(b, from, to, GOROUTINE)) {
            return isPanic(h, hf, ht) ? afterPanic(b, from, to, text) : Trace.LINE;
        }
        if (startsWith(b, from, to, PROGRAM_COUNTER) && startsWith(h, hf, ht, SIGNAL_NAME)) {
            return Trace.GO_HEAD;
        }
        Trace frame = frame(b, from, to, text);
        if (frame != Trace.LINE) {
            return mayHeadTrace(h, hf, ht) ? frame : Trace.LINE;
        }
        if (isLoggedException(h, hf, ht, b, from, to)) {
            return Trace.EXCEPTION;
        }
        boolean traceback = first == 'T' && endsWith(b, from, to, LAST_CALL);
        return traceback && isGrave(h, hf, ht) ? Trace.PYTHON : Trace.LINE;
    }

    private static Trace afterBlank(byte[] h, int hf, int ht, byte[] b, int from, int to, int text) {
        if (isPanic(h, hf, ht)) {
            Trace go = afterPanic(b, from, to, text);
            if (go != Trace.LINE) {
                return go;
            }
        }
        if (text > from) {
            return frame(b, from, to, text);
        }
        return isLoggedException(h, hf, ht, b, from, to) ? Trace.EXCEPTION : Trace.LINE;
    }

    /** A logging library's line, and below it the exception that it was given. */
    private static boolean isLoggedException(byte[] h, int hf, int ht, byte[] b, int from, int to) {
        return isQualifiedException(b, from, to) && isGrave(h, hf, ht) && !isExceptionLine(h, hf, ht);
    }

    /** {@code /app/index.js:3} or {@code node:internal/modules:14}, and nothing else: Node.js stopped there. */
    private static boolean isScriptPlace(byte[] b, int from, int to) {
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
    private static boolean isCaret(byte[] b, int text, int to) {
        int at = text;
        while (at < to && (b[at] == '^' || b[at] == '~')) {
            at++;
        }
        return at > text && afterBlanks(b, at, to) == to;
    }

    /** The state after a line that has the form of a frame or cause in Java, .NET, JavaScript or Ruby. */
    private static Trace frame(byte[] b, int from, int to, int text) {
        if (text == to) {
            return Trace.LINE;
        }
        boolean indented = text > from;
        switch (b[text]) {
            case 'a', 'e' -> {
                if (indented && (startsWith(b, text, to, AT) || startsWith(b, text, to, EVAL_AT))) {
                    return b[to - 1] == '{' ? Trace.PROPERTIES : Trace.FRAMES;
                }
            }
            case 'C' -> {
                if (startsWith(b, text, to, CAUSED_BY)) {
                    return Trace.EXCEPTION;
                }
            }
            case 'S' -> {
                if (startsWith(b, text, to, SUPPRESSED)) {
                    return Trace.EXCEPTION;
                }
            }
            case 'W' -> {
                if (startsWith(b, text, to, WRAPPED_BY)) {
                    return Trace.EXCEPTION;
                }
            }
            case '[' -> {
                if (startsWith(b, text, to, CIRCULAR)) {
                    return Trace.FRAMES;
                }
            }
            case '-' -> {
                if (startsWith(b, text, to, END_OF)) {
                    return Trace.FRAMES;
                }
                if (indented && startsWith(b, text, to, INNER)) {
                    return Trace.EXCEPTION;
                }
            }
            case 'n' -> {
                if (startsWith(b, text, to, NESTED_IS)) {
                    return Trace.NESTED;
                }
            }
            default -> {
                // perhaps a Ruby frame
            }
        }
        return indented && isRubyFrame(b, text, to) ? Trace.RUBY : Trace.LINE;
    }

    private static boolean isRubyFrame(byte[] b, int text, int to) {
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
    private static boolean isRubyPlace(byte[] b, int text, int to) {
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

    private static Trace afterPanic(byte[] b, int from, int to, int text) {
        if (startsWith(b, from, to, SIGNAL) || (text > from && startsWith(b, text, to, PANIC))) {
            return Trace.GO_HEAD;
        }
        return startsWith(b, from, to, GOROUTINE) || startsWith(b, from, to, RUNTIME_STACK) ? Trace.GO : Trace.LINE;
    }

    private static Trace goLine(byte[] b, int from, int to, boolean indented) {
        boolean more = indented
                || isGoFunction(b, from, to)
                || startsWith(b, from, to, CREATED_BY)
                || startsWith(b, from, to, GOROUTINE)
                || startsWith(b, from, to, ORIGINATING)
                || startsWith(b, from, to, DOTS)
                || startsWith(b, from, to, EXIT_STATUS)
                || isRegister(b, from, to);
        return more ? Trace.GO : Trace.LINE;
    }

    /** {@code net/http.(*conn).serve(0xc00007eaa0, …)}: no blank before the first bracket, closed at the end. */
    private static boolean isGoFunction(byte[] b, int from, int to) {
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
    private static boolean isRegister(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (isLetter(b[i]) || isDigit(b[i]))) {
            i++;
        }
        int value = afterBlanks(b, i, to);
        return i > from && i - from <= 6 && value > i && value + 2 < to && b[value] == '0' && b[value + 1] == 'x';
    }

    private static boolean isGoroutine(byte[] b, int from, int to) {
        return startsWith(b, from, to, GOROUTINE) && b[to - 2] == ']';
    }

    /** {@code #0 …}, a frame of PHP or Dart. */
    private static boolean isNumbered(byte[] b, int from, int to) {
        return to - from > 1 && b[from] == '#' && isDigit(b[from + 1]);
    }

    /** The line below the last exception of a group, which may be one of another group. */
    private static boolean isGroupEnd(byte[] b, int text, int to) {
        int at = text + 1;
        while (at < to && b[at] == '-') {
            at++;
        }
        return at == to && at > text + 1 && b[text] == '+';
    }

    /** A dotted name alone, or followed by a colon and the message. */
    private static boolean isPythonException(byte[] b, int from, int to) {
        int i = afterName(b, from, to);
        return i > from && (i == to || b[i] == ':');
    }

    /** {@code name.of.SomeException: message}, or the name alone. */
    private static boolean isExceptionLine(byte[] b, int from, int to) {
        int i = afterName(b, from, to);
        boolean aside = i < to && b[i] == ' ' && (i + 1 == to || b[i + 1] == '-' || b[i + 1] == '(');
        boolean ends = i == to || b[i] == ':' || aside;
        return ends
                && (endsWith(b, from, i, EXCEPTION) || endsWith(b, from, i, ERROR) || endsWith(b, from, i, THROWABLE));
    }

    private static boolean isQualifiedException(byte[] b, int from, int to) {
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

    private static boolean isConsoleHead(byte[] b, int from, int to) {
        for (byte[] level : CONSOLE_LEVELS) {
            if (startsWith(b, from, to, level)) {
                return true;
            }
        }
        return false;
    }

    private static boolean namesException(byte[] b, int from, int to) {
        return contains(b, from, to, EXCEPTION) || contains(b, from, to, ERROR) || contains(b, from, to, THROWABLE);
    }

    /** Whether the word {@code panic} is in it, or Go's {@code fatal error: } at its start. */
    private static boolean isPanic(byte[] b, int from, int to) {
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

    private static boolean isGrave(byte[] b, int from, int to) {
        return SeverityScan.of(b, from, to).compareTo(Severity.WARNING) >= 0;
    }
}
