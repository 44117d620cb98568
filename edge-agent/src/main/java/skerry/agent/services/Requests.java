package skerry.agent.services;

import java.util.EnumMap;
import java.util.Map;

/** Requests of one service: how many by class, and how long they took. Not thread-safe. */
public final class Requests {
    private final Map<StatusClass, Double> classes = new EnumMap<>(StatusClass.class);
    /** Durations in each step, not in those below. */
    private final double[] steps = new double[Ladder.STEPS];

    /** Steps that may hold a duration, a bit each; none if durations are not told in steps. */
    private int told;

    private double seconds;
    private double timed;

    /** A class that is known, even without requests. */
    void add(StatusClass which, double requests) {
        classes.merge(which, requests, Double::sum);
    }

    /** Durations up to the bound of a step. */
    void add(int step, double requests) {
        told |= 1 << step;
        steps[step] += requests;
    }

    /** The sum of durations, and of how many. */
    void addSum(double sumSeconds, double requests) {
        seconds += sumSeconds;
        timed += requests;
    }

    /** One request. */
    public void request(StatusClass which) {
        add(which, 1);
    }

    /** One duration, in seconds; what is no duration is left out. */
    public void duration(double took) {
        if (took >= 0 && took < Double.POSITIVE_INFINITY) {
            for (int step = 0; step < Ladder.STEPS; step++) {
                told |= 1 << step;
            }
            steps[Ladder.step(took)]++;
            addSum(took, 1);
        }
    }

    void add(Requests other) {
        other.classes.forEach(this::add);
        told |= other.told;
        for (int step = 0; step < steps.length; step++) {
            steps[step] += other.steps[step];
        }
        addSum(other.seconds, other.timed);
    }

    Map<StatusClass, Double> classes() {
        return classes;
    }

    boolean isTold(int step) {
        return (told & 1 << step) != 0;
    }

    double step(int step) {
        return steps[step];
    }

    double seconds() {
        return seconds;
    }

    /** How many durations {@link #seconds} is of. */
    double timed() {
        return timed;
    }

    /** Whether durations are told at all. */
    boolean isTimed() {
        return told != 0 || timed > 0;
    }

    boolean isEmpty() {
        return timed == 0 && classes.values().stream().allMatch(number -> number == 0);
    }
}
