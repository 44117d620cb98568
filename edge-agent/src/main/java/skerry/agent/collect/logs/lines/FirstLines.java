package skerry.agent.collect.logs.lines;

import java.util.Optional;
import skerry.agent.collect.logs.LogSource;

/** Knows of which sources somebody said how their records begin. Asked often, by one thread; the answer may change. */
@FunctionalInterface
public interface FirstLines {
    /** Nobody said anything: records are joined by the forms of stack traces. */
    FirstLines NONE = _ -> Optional.empty();

    /** How the records of a source begin; empty if nobody said it. */
    Optional<FirstLine> of(LogSource source);
}
