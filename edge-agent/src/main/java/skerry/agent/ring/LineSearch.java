package skerry.agent.ring;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import skerry.agent.collect.logs.LogSource;
import skerry.protocol.payload.Severity;

/** Finds the wanted lines of a block. Text is searched over all lines at once, so lines without it cost nothing. */
final class LineSearch {
    private final LineFilter filter;
    private final IntFunction<LogSource> sources;
    private final byte[] grep;
    private final BlockPacker packer;
    private final LineBlock lines = new LineBlock();
    private final View view = new View();

    LineSearch(LineFilter filter, IntFunction<LogSource> sources, BlockPacker packer) {
        this.filter = filter;
        this.sources = sources;
        this.grep = filter.grep().getBytes(StandardCharsets.UTF_8);
        this.packer = packer;
    }

    /**
     * Hands over what is wanted of a block.
     *
     * @param skip lines to leave out at the beginning
     * @param sink says whether to go on
     * @return whether the sink wants more
     */
    boolean search(byte[] body, long skip, Predicate<LineView> sink) throws DamagedException {
        lines.read(packer.unpack(body));
        int from = (int) Math.min(skip, lines.size());
        return grep.length == 0 ? scan(from, sink) : find(from, sink);
    }

    private boolean scan(int from, Predicate<LineView> sink) {
        boolean more = true;
        for (int line = from; more && line < lines.size(); line++) {
            more = offer(line, sink);
        }
        return more;
    }

    private boolean find(int from, Predicate<LineView> sink) {
        int end = lines.textStart(lines.size());
        int line = from;
        int at = next(lines.textStart(from), end);
        boolean more = true;
        while (more && at >= 0) {
            line = lineAt(at, line);
            if (at + grep.length <= lines.textStart(line + 1)) {
                more = offer(line, sink);
                at = next(lines.textStart(line + 1), end);
            } else {
                at = next(at + 1, end); // What was found runs from one line into the next.
            }
        }
        return more;
    }

    private boolean offer(int line, Predicate<LineView> sink) {
        long time = lines.time(line);
        if (time < filter.fromMillis()
                || time > filter.toMillis()
                || lines.severity(line).compareTo(filter.atLeast()) < 0) {
            return true;
        }
        view.line = line;
        return !isFrom(view.source()) || sink.test(view);
    }

    private boolean isFrom(LogSource source) {
        String wanted = filter.source();
        return wanted.isEmpty()
                || source.key().contains(wanted)
                || source.labels().asMap().values().stream().anyMatch(value -> value.contains(wanted));
    }

    private int next(int from, int end) {
        byte[] text = lines.text();
        byte first = grep[0];
        int last = end - grep.length;
        for (int at = from; at <= last; at++) {
            if (text[at] == first && Arrays.equals(text, at, at + grep.length, grep, 0, grep.length)) {
                return at;
            }
        }
        return -1;
    }

    /** The line that holds the byte at {@code offset}; not before {@code low}. */
    private int lineAt(int offset, int low) {
        int from = low;
        int to = lines.size() - 1;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            if (lines.textStart(middle) <= offset) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return from;
    }

    /** The line that is being handed over. */
    private final class View implements LineView {
        private int line;

        @Override
        public LogSource source() {
            return sources.apply(lines.source(line));
        }

        @Override
        public long timeMillis() {
            return lines.time(line);
        }

        @Override
        public String stream() {
            return lines.stream(line);
        }

        @Override
        public Severity severity() {
            return lines.severity(line);
        }

        @Override
        public int lines() {
            return lines.joined(line);
        }

        @Override
        public boolean cut() {
            return lines.cut(line);
        }

        @Override
        public String text() {
            return lines.textOf(line);
        }

        @Override
        public byte[] bytes() {
            return lines.text();
        }

        @Override
        public int offset() {
            return lines.textStart(line);
        }

        @Override
        public int length() {
            return lines.textStart(line + 1) - lines.textStart(line);
        }
    }
}
