package skerry.hub.store;

import java.util.Arrays;

/** Columns of some rows of a block. */
final class Columns {
    private Columns() {}

    /** Which values' windows have a place; below 0 is none. */
    static int[] kept(int[] window, int[] place) {
        int[] kept = new int[window.length];
        int size = 0;
        for (int i = 0; i < window.length; i++) {
            if (place[window[i]] >= 0) {
                kept[size++] = i;
            }
        }
        return Arrays.copyOf(kept, size);
    }

    /** The windows' places of the values that are kept. */
    static int[] places(int[] window, int[] kept, int[] place) {
        int[] places = new int[kept.length];
        for (int i = 0; i < kept.length; i++) {
            places[i] = place[window[kept[i]]];
        }
        return places;
    }

    static int[] pick(int[] column, int[] kept) {
        int[] picked = new int[kept.length];
        for (int i = 0; i < kept.length; i++) {
            picked[i] = column[kept[i]];
        }
        return picked;
    }

    static long[] pick(long[] column, int[] kept) {
        long[] picked = new long[kept.length];
        for (int i = 0; i < kept.length; i++) {
            picked[i] = column[kept[i]];
        }
        return picked;
    }

    static double[] pick(double[] column, int[] kept) {
        double[] picked = new double[kept.length];
        for (int i = 0; i < kept.length; i++) {
            picked[i] = column[kept[i]];
        }
        return picked;
    }
}
