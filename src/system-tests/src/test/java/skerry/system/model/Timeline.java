package skerry.system.model;

import java.util.PriorityQueue;

/** Virtual time, in milliseconds: what is planned happens in the order of its moments, and at one moment as planned. */
final class Timeline {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long planned;

    private record Event(long at, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    long now() {
        return now;
    }

    void at(long moment, Runnable action) {
        events.add(new Event(Math.max(now, moment), planned++, action));
    }

    void after(long delay, Runnable action) {
        at(now + delay, action);
    }

    /** When something is planned next; {@code Long.MAX_VALUE} if nothing is. */
    long next() {
        var event = events.peek();
        return event == null ? Long.MAX_VALUE : event.at;
    }

    void runNext() {
        var event = events.remove();
        now = event.at;
        event.action.run();
    }

    void passTo(long moment) {
        now = Math.max(now, moment);
    }
}
