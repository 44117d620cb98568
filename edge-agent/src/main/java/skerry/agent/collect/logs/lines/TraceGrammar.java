package skerry.agent.collect.logs.lines;

import static skerry.agent.collect.logs.lines.Ascii.afterBlanks;
import static skerry.agent.collect.logs.lines.Ascii.bytes;
import static skerry.agent.collect.logs.lines.Ascii.contains;
import static skerry.agent.collect.logs.lines.Ascii.endsWith;
import static skerry.agent.collect.logs.lines.Ascii.isDigit;
import static skerry.agent.collect.logs.lines.Ascii.isLetter;
import static skerry.agent.collect.logs.lines.Ascii.startsWith;
import static skerry.agent.collect.logs.lines.TraceForms.GOROUTINE;
import static skerry.agent.collect.logs.lines.TraceForms.PANIC;
import static skerry.agent.collect.logs.lines.TraceForms.isCaret;
import static skerry.agent.collect.logs.lines.TraceForms.isConsoleHead;
import static skerry.agent.collect.logs.lines.TraceForms.isExceptionLine;
import static skerry.agent.collect.logs.lines.TraceForms.isGoFunction;
import static skerry.agent.collect.logs.lines.TraceForms.isGoroutine;
import static skerry.agent.collect.logs.lines.TraceForms.isGrave;
import static skerry.agent.collect.logs.lines.TraceForms.isGroupEnd;
import static skerry.agent.collect.logs.lines.TraceForms.isNumbered;
import static skerry.agent.collect.logs.lines.TraceForms.isPanic;
import static skerry.agent.collect.logs.lines.TraceForms.isPythonException;
import static skerry.agent.collect.logs.lines.TraceForms.isQualifiedException;
import static skerry.agent.collect.logs.lines.TraceForms.isRegister;
import static skerry.agent.collect.logs.lines.TraceForms.isRubyFrame;
import static skerry.agent.collect.logs.lines.TraceForms.isRubyPlace;
import static skerry.agent.collect.logs.lines.TraceForms.isScriptPlace;
import static skerry.agent.collect.logs.lines.TraceForms.namesException;

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
    private static final byte[] SIGNAL = bytes("[signal ");
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
    private static final byte[] THROWN_IN = bytes("thrown in ");
    private static final byte[] PHP_NEXT = bytes("Next ");
    private static final byte[] UNHANDLED = bytes("Unhandled exception:");
    private static final byte[] SUSPENSION = bytes("<asynchronous suspension>");
    private static final byte[] THREAD = bytes("thread '");
    private static final byte[] PANICKED = bytes("panicked at ");
    private static final byte[] NOTE = bytes("note: ");
    private static final byte[] BACKTRACE = bytes("stack backtrace:");
    private static final byte[] IN_THREAD = bytes("Exception in thread ");
    private static final byte[] CONSOLE_INDENT = bytes("      ");

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
}
