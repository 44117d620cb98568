package skerry.hub.query;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import skerry.protocol.sketch.Sketch;

/** A distribution over a stretch of time in even steps, each added up exactly. Not thread-safe. */
public final class Distribution {
    private final @Nullable Sketch[] steps;

    Distribution(int steps) {
        this.steps = new Sketch[steps];
    }

    void add(int step, Sketch sketch) {
        Sketch known = steps[step];
        steps[step] = known == null ? sketch : known.plus(sketch);
    }

    /** The values of one step; empty if there were none. */
    public Optional<Sketch> at(int step) {
        return Optional.ofNullable(steps[step]);
    }

    /** How many steps there are. */
    public int size() {
        return steps.length;
    }

    /** All values as one. */
    public Optional<Sketch> total() {
        Sketch total = null;
        for (Sketch one : steps) {
            if (one != null) {
                total = total == null ? one : total.plus(one);
            }
        }
        return Optional.ofNullable(total);
    }
}
