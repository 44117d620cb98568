package skerry.agent.collect;

import skerry.protocol.series.Labels;

/**
 * Finds out whether a round has a series already. It keeps places in the round and no object for a series. Not thread-safe.
 */
final class SeriesOnce {
    private static final int PLACES = 256;

    private final SampleBuffer round;
    /** One more than the place in the round, 0 for none; each at the first free place from its own on. */
    private int[] places = new int[PLACES];

    private int size;

    /** @param round that the new ones are added to */
    SeriesOnce(SampleBuffer round) {
        this.round = round;
    }

    /** Adds a sample unless its series has come by this way before; says whether it did. */
    boolean add(MetricFamily family, Labels labels, double value) {
        int place = place(family, labels);
        while (places[place] != 0) {
            int index = places[place] - 1;
            if (round.labels(index).equals(labels) && round.family(index).name().equals(family.name())) {
                return false;
            }
            place = (place + 1) & (places.length - 1);
        }
        int index = round.size();
        round.add(family, labels, value);
        if (round.size() > index) {
            places[place] = index + 1;
            if (++size > places.length / 2) {
                grow();
            }
        }
        return true;
    }

    private void grow() {
        int[] before = places;
        places = new int[before.length * 2];
        for (int one : before) {
            if (one != 0) {
                int place = place(round.family(one - 1), round.labels(one - 1));
                while (places[place] != 0) {
                    place = (place + 1) & (places.length - 1);
                }
                places[place] = one;
            }
        }
    }

    private int place(MetricFamily family, Labels labels) {
        int hash = family.name().hashCode() * 31 + labels.hashCode();
        return (hash ^ hash >>> 16) & (places.length - 1);
    }
}
