package skerry.agent.services;

import java.util.List;

/**
 * The bounds under which durations of all services are told, in seconds. A bound of an application goes up to the next of these,
 * so that a duration is never told shorter than the application tells it.
 */
final class Ladder {
    private static final double[] BOUNDS = {0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, Double.POSITIVE_INFINITY};
    private static final List<String> WORDS = List.of("0.01", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "10", "+Inf");
    /** A bound that was made by arithmetic, such as 100 ms of a thousandth each, is still that bound. */
    private static final double ROUNDING = 1 + 1e-9;

    /** How many bounds there are; the last is infinite. */
    static final int STEPS = BOUNDS.length;

    private Ladder() {}

    /** The step whose bound is the next that is not lower. */
    static int step(double seconds) {
        int step = 0;
        while (seconds > BOUNDS[step] * ROUNDING) {
            step++;
        }
        return step;
    }

    /** The label {@code le} of a step. */
    static String le(int step) {
        return WORDS.get(step);
    }
}
