package skerry.agent.collect.guard;

/** A set of hashes without an object for each; two texts of one hash count once, which a limit can bear. Not thread-safe. */
final class HashSetOfInts {
    private int[] places = new int[16];
    private boolean zero;
    private int size;

    int size() {
        return size;
    }

    boolean contains(int hash) {
        return hash == 0 ? zero : places[place(places, hash)] == hash;
    }

    void add(int hash) {
        if (contains(hash)) {
            return;
        }
        size++;
        if (hash == 0) {
            zero = true;
            return;
        }
        if (size > places.length / 2) {
            int[] more = new int[places.length * 2];
            for (int one : places) {
                if (one != 0) {
                    more[place(more, one)] = one;
                }
            }
            places = more;
        }
        places[place(places, hash)] = hash;
    }

    /** Where it is, or the free place where it belongs. */
    private static int place(int[] places, int hash) {
        int place = (hash ^ hash >>> 15) & (places.length - 1);
        while (places[place] != 0 && places[place] != hash) {
            place = (place + 1) & (places.length - 1);
        }
        return place;
    }
}
