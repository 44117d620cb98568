package skerry.agent.privacy;

import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * All triggers of all detectors as one automaton, so that a text is read once however many rules there are. A step is two
 * table look-ups.
 *
 * <p>Notation of a trigger: {@code %d} is any digit, {@code %x} any hexadecimal digit, anything else stands for itself
 * without regard to case; a digit that stands for itself matches any digit, because the detector looks again anyway.
 * Construction: states are sets of half-read triggers (the subset construction), with a new start at each character.
 */
final class Triggers {
    static final int START = 0;

    private static final int CLASSES = 64;
    private static final int STRIDE = 6;
    private static final int OTHER = 0;
    private static final int DIGIT = 1;

    private final byte[] classOf = new byte[128];
    private final short[] next;
    private final int firstHit;
    private final Detector[][] hits;

    Triggers(List<Detector> detectors) {
        var elements = new ArrayList<BitSet[]>();
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
        return next[(state << STRIDE) + (c < 128 ? classOf[c] : OTHER)];
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
        int classes = DIGIT + 1;
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
                    if (c >= 128 || c == 0) {
                        throw new IllegalArgumentException("trigger " + trigger + " is not ASCII");
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

    private BitSet[] parse(String trigger) {
        var elements = new ArrayList<BitSet>();
        for (int i = 0; i < trigger.length(); i++) {
            char c = trigger.charAt(i);
            var set = new BitSet(CLASSES);
            if (c == '%' && i + 1 < trigger.length() && "dx".indexOf(trigger.charAt(i + 1)) >= 0) {
                set.set(DIGIT);
                if (trigger.charAt(++i) == 'x') {
                    set.set(classOf['a'], classOf['f'] + 1);
                }
            } else {
                set.set(classOf[c]);
            }
            elements.add(set);
        }
        if (elements.isEmpty()) {
            throw new IllegalArgumentException("a trigger must not be empty");
        }
        return elements.toArray(BitSet[]::new);
    }

    /**
     * Builds the states. A state is the set of places reached: one bit for each place before, between and after the
     * elements of all triggers, laid end to end, so that reading a character is one shift of the whole set.
     */
    private static final class Construction {
        private final int words;
        private final long[][] matches = new long[CLASSES][];
        private final long[][] starts = new long[CLASSES][];
        private final long[] endPlaces;
        private final Detector[] ends;
        private final int[] startRow = new int[CLASSES];

        short[] next = {};
        int firstHit;
        Detector[][] hits = {};

        Construction(List<BitSet[]> triggers, List<Detector> owners) {
            int places = 0;
            for (BitSet[] trigger : triggers) {
                places += trigger.length + 1;
            }
            words = (places + 63) / 64;
            endPlaces = new long[words];
            ends = new Detector[places];
            for (int c = 0; c < CLASSES; c++) {
                matches[c] = new long[words];
                starts[c] = new long[words];
            }
            int place = 0;
            for (int t = 0; t < triggers.size(); t++) {
                for (int i = 0; i < triggers.get(t).length; i++, place++) {
                    BitSet element = triggers.get(t)[i];
                    for (int c = element.nextSetBit(0); c >= 0; c = element.nextSetBit(c + 1)) {
                        set(i == 0 ? starts[c] : matches[c], i == 0 ? place + 1 : place);
                    }
                }
                set(endPlaces, place);
                ends[place++] = owners.get(t);
            }
        }

        /** The places reached; a class of its own only because arrays do not compare by content. */
        private record Places(LongBuffer bits) {
            Places(long[] bits) {
                this(LongBuffer.wrap(bits));
            }
        }

        void run() {
            Map<Places, Integer> numbers = new HashMap<>();
            var states = new ArrayList<long[]>();
            var rows = new ArrayList<int[]>();
            states.add(new long[words]);
            numbers.put(new Places(states.getFirst()), START);
            for (int c = 0; c < CLASSES; c++) {
                startRow[c] = number(starts[c], numbers, states);
            }
            long[] reached = new long[words];
            for (int s = 0; s < states.size(); s++) {
                int[] row = startRow.clone();
                for (int c = 0; c < CLASSES; c++) {
                    // Mostly no trigger goes on, and the state is the same as from the start.
                    if (step(states.get(s), c, reached)) {
                        row[c] = number(reached.clone(), numbers, states);
                    }
                }
                rows.add(row);
            }
            renumber(states, rows);
        }

        private static int number(long[] places, Map<Places, Integer> numbers, List<long[]> states) {
            Integer known = numbers.putIfAbsent(new Places(places), states.size());
            if (known == null) {
                states.add(places);
                return states.size() - 1;
            }
            return known;
        }

        /** Reads a character of class {@code c}; false if none of the triggers that were being read goes on. */
        private boolean step(long[] from, int c, long[] to) {
            long[] match = matches[c];
            boolean goesOn = false;
            long carry = 0;
            for (int w = 0; w < words; w++) {
                long moved = from[w] & match[w];
                to[w] = starts[c][w] | moved << 1 | carry;
                carry = moved >>> 63;
                goesOn |= moved != 0;
            }
            return goesOn;
        }

        /** Puts the states that complete a trigger last, so that one comparison tells them. */
        private void renumber(List<long[]> states, List<int[]> rows) {
            if (states.size() > Short.MAX_VALUE) {
                throw new IllegalArgumentException("triggers need " + states.size() + " states");
            }
            var asked = new ArrayList<Detector[]>();
            states.forEach(state -> asked.add(completed(state)));
            int[] number = new int[states.size()];
            int count = 0;
            for (boolean hit : new boolean[] {false, true}) {
                for (int s = 0; s < number.length; s++) {
                    if (asked.get(s).length > 0 == hit) {
                        number[s] = count++;
                    }
                }
            }
            int hitStates = (int)
                    asked.stream().filter(detectors -> detectors.length > 0).count();
            firstHit = number.length - hitStates;
            next = new short[number.length << STRIDE];
            hits = new Detector[hitStates][];
            for (int s = 0; s < number.length; s++) {
                for (int c = 0; c < CLASSES; c++) {
                    next[(number[s] << STRIDE) + c] = (short) number[rows.get(s)[c]];
                }
                if (number[s] >= firstHit) {
                    hits[number[s] - firstHit] = asked.get(s);
                }
            }
        }

        private Detector[] completed(long[] state) {
            var detectors = new LinkedHashSet<Detector>();
            for (int w = 0; w < words; w++) {
                for (long left = state[w] & endPlaces[w]; left != 0; left &= left - 1) {
                    detectors.add(ends[w * 64 + Long.numberOfTrailingZeros(left)]);
                }
            }
            return detectors.toArray(Detector[]::new);
        }

        private static void set(long[] bits, int place) {
            bits[place / 64] |= 1L << place;
        }
    }
}
