package skerry.agent.privacy;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All triggers of all detectors as one automaton, so that a text is read once however many rules there are. A step is two
 * table look-ups.
 *
 * <p>Notation of a trigger: {@code %d} is any digit, {@code %x} any hexadecimal digit, a character outside ASCII any such
 * character, anything else stands for itself without regard to case; a digit that stands for itself matches any digit, because
 * the detector looks again anyway.
 * Construction: states are sets of half-read triggers (the subset construction), with a new start at each character; the
 * sets are small, so they are kept as lists.
 */
final class Triggers {
    static final int START = 0;

    private static final int CLASSES = 64;
    private static final int STRIDE = 6;
    private static final int OTHER = 0;
    private static final int DIGIT = 1;
    private static final int FOREIGN = 2;

    private final byte[] classOf = new byte[128];
    private final short[] next;
    private final int firstHit;
    private final Detector[][] hits;

    Triggers(List<Detector> detectors) {
        var elements = new ArrayList<long[]>();
        var owners = new ArrayList<Detector>();
        numberClasses(detectors);
        for (Detector detector : detectors) {
            for (String trigger : detector.triggers()) {
                elements.add(parse(trigger));
                owners.add(detector);
            }
        }
        var construction = new Construction(elements, owners);
        construction.run();
        this.next = construction.next;
        this.firstHit = construction.firstHit;
        this.hits = construction.hits;
    }

    /** The state after reading {@code c} in {@code state}. */
    int next(int state, char c) {
        return next[(state << STRIDE) + (c < 128 ? classOf[c] : FOREIGN)];
    }

    /** Whether a trigger has just been read. */
    boolean hit(int state) {
        return state >= firstHit;
    }

    /** The detectors to ask, in the order of the policy. */
    Detector[] detectors(int state) {
        return hits[state - firstHit];
    }

    private void numberClasses(List<Detector> detectors) {
        int classes = FOREIGN + 1;
        for (char c = '0'; c <= '9'; c++) {
            classOf[c] = DIGIT;
        }
        for (char c = 'a'; c <= 'f'; c++) {
            classOf[c] = (byte) classes;
            classOf[c - 32] = (byte) classes++;
        }
        for (Detector detector : detectors) {
            for (String trigger : detector.triggers()) {
                for (int i = 0; i < trigger.length(); i++) {
                    char c = trigger.charAt(i);
                    if (c == 0) {
                        throw new IllegalArgumentException("a trigger must not have the character 0");
                    }
                    if (c >= 128) {
                        continue;
                    }
                    c = CharClass.fold(c);
                    if (classOf[c] == OTHER) {
                        if (classes == CLASSES) {
                            throw new IllegalArgumentException("triggers use too many different characters");
                        }
                        classOf[c] = (byte) classes;
                        if (c >= 'a' && c <= 'z') {
                            classOf[c - 32] = (byte) classes;
                        }
                        classes++;
                    }
                }
            }
        }
    }

    /** For each element of a trigger the classes that it takes, one bit for each. */
    private long[] parse(String trigger) {
        var elements = new long[trigger.length()];
        int count = 0;
        for (int i = 0; i < trigger.length(); i++) {
            char c = trigger.charAt(i);
            if (c == '%' && i + 1 < trigger.length() && "dx".indexOf(trigger.charAt(i + 1)) >= 0) {
                elements[count++] = trigger.charAt(++i) == 'x' ? hexadecimal() : 1L << DIGIT;
            } else {
                elements[count++] = 1L << (c < 128 ? classOf[c] : FOREIGN);
            }
        }
        if (count == 0) {
            throw new IllegalArgumentException("a trigger must not be empty");
        }
        return Arrays.copyOf(elements, count);
    }

    private long hexadecimal() {
        long classes = 1L << DIGIT;
        for (char c = 'a'; c <= 'f'; c++) {
            classes |= 1L << classOf[c];
        }
        return classes;
    }

    /**
     * Builds the states. The places before, between and after the elements of all triggers are numbered end to end. A state is
     * the character that was read last, which says what triggers it begins, and the places further on that it reached.
     */
    private static final class Construction {
        private static final int[] NOWHERE = {};
        private static final Detector[] NOBODY = {};

        /** What each place takes, one bit for each class; nothing after the last element. */
        private final long[] takes;
        /** Of a place after the last element of a trigger. */
        private final @Nullable Detector[] ends;
        /** The places that a character reaches from before all triggers. */
        private final int[][] begun = new int[CLASSES][];

        private final Map<State, Integer> numbers = new HashMap<>();
        private final List<State> states = new ArrayList<>();

        short[] next = {};
        int firstHit;
        Detector[][] hits = {};

        Construction(List<long[]> triggers, List<Detector> owners) {
            int places = owners.size();
            for (long[] trigger : triggers) {
                places += trigger.length;
            }
            takes = new long[places];
            ends = new Detector[places];
            var reached = new Reached();
            int place = 0;
            for (int t = 0; t < owners.size(); t++) {
                long[] trigger = triggers.get(t);
                System.arraycopy(trigger, 0, takes, place, trigger.length);
                reached.from(place);
                place += trigger.length + 1;
                ends[place - 1] = owners.get(t);
            }
            for (int c = 0; c < CLASSES; c++) {
                begun[c] = reached.take(c);
            }
        }

        /**
         * @param further places in order, but for those that {@code last} begins; a buffer only because arrays do not compare by
         *     content
         */
        private record State(int last, IntBuffer further) {
            State(int last, int[] further) {
                this(last, IntBuffer.wrap(further));
            }

            int[] places() {
                return further.array();
            }
        }

        /** The places that each character leads to from those that were given. */
        private final class Reached {
            private final int[][] places = new int[CLASSES][8];
            private final int[] count = new int[CLASSES];
            /** Those that lead anywhere, one bit for each. */
            long classes;

            void from(int place) {
                classes |= takes[place];
                for (long left = takes[place]; left != 0; left &= left - 1) {
                    int c = Long.numberOfTrailingZeros(left);
                    if (count[c] == places[c].length) {
                        places[c] = Arrays.copyOf(places[c], 2 * count[c]);
                    }
                    places[c][count[c]++] = place + 1;
                }
            }

            int[] take(int c) {
                int[] taken = count[c] == 0 ? NOWHERE : Arrays.copyOf(places[c], count[c]);
                count[c] = 0;
                classes &= ~(1L << c);
                Arrays.sort(taken);
                return taken;
            }
        }

        void run() {
            var rows = new ArrayList<int[]>();
            number(new State(OTHER, NOWHERE));
            int[] startRow = new int[CLASSES];
            for (int c = 0; c < CLASSES; c++) {
                startRow[c] = begun[c].length == 0 ? START : number(new State(c, NOWHERE));
            }
            var reached = new Reached();
            for (int s = 0; s < states.size(); s++) {
                State state = states.get(s);
                for (int place : begun[state.last]) {
                    reached.from(place);
                }
                for (int place : state.places()) {
                    reached.from(place);
                }
                int[] row = startRow.clone();
                for (long left = reached.classes; left != 0; left &= left - 1) {
                    int c = Long.numberOfTrailingZeros(left);
                    row[c] = number(new State(c, reached.take(c)));
                }
                rows.add(row);
            }
            renumber(rows);
        }

        private int number(State state) {
            Integer known = numbers.putIfAbsent(state, states.size());
            if (known == null) {
                states.add(state);
                return states.size() - 1;
            }
            return known;
        }

        /** Puts the states that complete a trigger last, so that one comparison tells them. */
        private void renumber(List<int[]> rows) {
            if (states.size() > Short.MAX_VALUE) {
                throw new IllegalArgumentException("triggers need " + states.size() + " states");
            }
            var completed = new ArrayList<Detector[]>();
            states.forEach(state -> completed.add(completed(state)));
            int[] number = new int[states.size()];
            int count = 0;
            for (boolean hit : new boolean[] {false, true}) {
                firstHit = hit ? count : 0;
                for (int s = 0; s < number.length; s++) {
                    if (completed.get(s).length > 0 == hit) {
                        number[s] = count++;
                    }
                }
            }
            next = new short[number.length << STRIDE];
            hits = new Detector[number.length - firstHit][];
            for (int s = 0; s < number.length; s++) {
                for (int c = 0; c < CLASSES; c++) {
                    next[(number[s] << STRIDE) + c] = (short) number[rows.get(s)[c]];
                }
                if (number[s] >= firstHit) {
                    hits[number[s] - firstHit] = completed.get(s);
                }
            }
        }

        /** In the order of the policy, which the places have. */
        private Detector[] completed(State state) {
            var found = new TreeMap<Integer, Detector>();
            collectEnds(begun[state.last], found);
            collectEnds(state.places(), found);
            return found.isEmpty() ? NOBODY : new LinkedHashSet<>(found.values()).toArray(Detector[]::new);
        }

        private void collectEnds(int[] places, Map<Integer, Detector> found) {
            for (int place : places) {
                Detector owner = ends[place];
                if (owner != null) {
                    found.put(place, owner);
                }
            }
        }
    }
}
