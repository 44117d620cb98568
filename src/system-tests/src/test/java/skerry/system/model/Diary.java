package skerry.system.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What happened in a schedule: faults by kind, and the last steps for whoever must understand a failure. */
final class Diary {
    private static final int MOST_LINES = 200;

    private final Timeline time;
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final Deque<String> lines = new ArrayDeque<>();
    private long linesFollowed;

    Diary(Timeline time) {
        this.time = time;
    }

    void fault(Fault fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    void fault(Fault fault, String what) {
        fault(fault);
        note(what);
    }

    void note(String what) {
        if (lines.size() == MOST_LINES) {
            lines.removeFirst();
        }
        lines.addLast("%9.3f s  %s".formatted(time.now() / 1000.0, what));
    }

    /** Says that so many lines of the log were found where they must be. */
    void followed(long logLines) {
        linesFollowed += logLines;
    }

    long linesFollowed() {
        return linesFollowed;
    }

    Map<Fault, Long> faults() {
        return faults;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
