package skerry.agent.collect.logs.lines;

/**
 * How far a multi-line record has come. In a tentative state the newest lines belong to it only if a line that proves it
 * follows; otherwise they are records of their own.
 */
enum Trace {
    /** A line like any other; as an answer: the line begins a new record. */
    LINE,
    /** A blank line after one that may head a trace. */
    BLANK(true),
    /** The line that names a Java, .NET or JavaScript exception, or its cause. */
    EXCEPTION,
    /** Indented detail between an exception's name and its first frame. */
    DETAIL(true),
    /** {@code nested exception is:}, whose name comes next. */
    NESTED,
    /** Java, .NET or JavaScript frames. */
    FRAMES,
    /** After them, where Node.js may still tell its version. */
    FRAMES_BLANK(true),
    /** The line of source below the place where Node.js stopped. */
    SOURCE(true),
    /** The caret below that, and a blank line. */
    CARET(true),
    /** Properties that Node.js prints in braces after the last frame. */
    PROPERTIES,
    /** Python's frames; the exception's name comes last. */
    PYTHON,
    /** Python's exception line was seen. */
    PYTHON_END,
    PYTHON_BLANK(true),
    /** "During handling of the above exception…": another traceback follows. */
    PYTHON_CHAIN,
    /** Go's panic message, with its signal line. */
    GO_HEAD,
    /** A goroutine's frames. */
    GO,
    GO_BLANK(true),
    PHP,
    RUBY,
    /** Dart's message, of any form, before the first frame. */
    DART(true),
    DART_FRAMES,
    /** Rust's panic line when its message is in the next line. */
    RUST_HEAD,
    RUST,
    /** .NET's console logger: message lines indented below level and category. */
    DOTNET_CONSOLE,
    /** Lines below a dated one that announces them; they are proven by the next that is dated. */
    ANNOUNCED(true),
    /** The line before ended in a backslash, which says that it goes on. */
    CONTINUED,
    /** Joined by what the site said of first lines, not by form. */
    RULED;

    private final boolean tentative;

    Trace() {
        this(false);
    }

    Trace(boolean tentative) {
        this.tentative = tentative;
    }

    /** Whether the lines of such a record are a stack trace. */
    boolean isTrace() {
        return switch (this) {
            case LINE, BLANK, SOURCE, CARET, DOTNET_CONSOLE, ANNOUNCED, CONTINUED, RULED -> false;
            default -> true;
        };
    }

    boolean tentative() {
        return tentative;
    }
}
