package skerry.agent.contact;

import java.util.OptionalLong;

/** The time of day, if somebody has told it who knows. Thread-safe. */
@FunctionalInterface
public interface DayTime {
    /** UTC epoch milliseconds at a monotonic time; empty while only a clock that nobody vouches for could say. */
    OptionalLong at(long monoMillis);
}
