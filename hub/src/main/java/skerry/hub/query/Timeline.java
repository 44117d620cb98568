package skerry.hub.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import skerry.hub.fleet.Contract;
import skerry.hub.fleet.Downtime;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetPresent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Site;
import skerry.hub.store.Span;

/** A site's contact over time, with the cause of each silence. Thread-safe. */
public final class Timeline {
    /** As far back as the longest contract looks. */
    private static final long DOWNTIME_MILLIS = Duration.ofDays(400).toMillis();

    private final FleetStore store;

    public Timeline(FleetStore store) {
        this.store = store;
    }

    /** @param kind {@code contact}, {@code offline-expected}, {@code offline-unexpected}, {@code hub-down} or {@code never-seen} */
    public record Stretch(long from, long to, String kind) {}

    /** Of a whole site: stretches that fill {@code from..to} without overlap, oldest first. */
    public List<Stretch> of(Site site, long from, long to) {
        return of(site, store.registry().agentsAt(site.id()), from, to);
    }

    /** Of one node by its site's contract, in the same form. */
    public List<Stretch> of(Site site, Agent node, long from, long to) {
        return of(site, List.of(node), from, to);
    }

    private List<Stretch> of(Site site, List<Agent> nodes, long from, long to) {
        Contract contract = Contract.of(site.contract());
        long agreed = contract.lookBack().toMillis();
        List<Span> down = store.history().downtime(from - DOWNTIME_MILLIS, to);
        long lookBack = agreed;
        for (Span span : down) {
            lookBack += Math.max(0, Math.min(from, span.to()) - span.from())
                    + Downtime.searchMillis(span.to() - span.from());
        }
        List<Span> contacts = contacts(nodes, from - lookBack, to);
        boolean before = (!contacts.isEmpty() && contacts.getFirst().from() < from)
                || !contacts(nodes, 0, from - lookBack).isEmpty();
        var downtime = new Downtime(down.stream()
                .map(span -> new Downtime.Span(span.from(), span.to()))
                .toList());
        Due due = contract.contact().calendar().isEmpty()
                ? Due.after(agreed)
                : lastContact ->
                        new Due.At(contract.missedBy(lastContact, downtime, to).orElse(Long.MAX_VALUE), false);
        return stretches(contacts, down, due, before, from, to);
    }

    /** When a silence becomes unexpected. */
    @FunctionalInterface
    interface Due {
        At of(long lastContact);

        /** @param moves whether the time that the hub was away or still looked for comes on top */
        record At(long at, boolean moves) {}

        static Due after(long agreed) {
            return lastContact -> new At(lastContact + agreed, true);
        }
    }

    /**
     * Pure.
     *
     * @param contacts all that matter for what was agreed at {@code from}, joined and in order
     * @param due when silence after a contact becomes unexpected
     * @param down when the hub was away, in order
     * @param seenBefore whether there was any contact before {@code from}
     */
    static List<Stretch> stretches(
            List<Span> contacts, List<Span> down, Due due, boolean seenBefore, long from, long to) {
        var stretches = new ArrayList<Stretch>();
        // With nothing to look back at, what was agreed has long passed.
        long lastContact = Long.MIN_VALUE / 2;
        boolean seen = seenBefore;
        long at = from;
        for (Span contact : contacts) {
            if (contact.to() > from && contact.from() < to) {
                if (seen) {
                    silence(stretches, at, contact.from(), due.of(lastContact), lastContact, down);
                } else {
                    add(stretches, at, contact.from(), "never-seen");
                }
                add(stretches, Math.max(at, contact.from()), Math.min(to, contact.to()), "contact");
                at = Math.max(at, contact.to());
            }
            seen = true;
            lastContact = contact.to();
        }
        if (!seen) {
            add(stretches, at, to, "never-seen");
        } else if (to - lastContact <= FleetPresent.CONTACT_JOIN_MILLIS
                && to <= due.of(lastContact).at()
                && lastContact <= to) {
            extend(stretches, at, to);
        } else {
            silence(stretches, at, to, due.of(lastContact), lastContact, down);
        }
        return stretches;
    }

    /** The next word of a node in contact is not due yet: the contact goes on. */
    private static void extend(List<Stretch> stretches, long at, long to) {
        if (!stretches.isEmpty() && stretches.getLast().kind().equals("contact")) {
            add(stretches, stretches.removeLast().from(), to, "contact");
        } else {
            add(stretches, at, to, "contact");
        }
    }

    /** Silence is unexpected from {@code due} on, which moves by the time that the hub was away or still looked for. */
    private static void silence(
            List<Stretch> stretches, long from, long to, Due.At due, long lastContact, List<Span> down) {
        long at = from;
        long unexpectedFrom = due.at();
        for (int i = 0; i < down.size(); i++) {
            Span span = down.get(i);
            long begin = Math.max(lastContact, span.from());
            if (begin < span.to() && begin < to) {
                if (span.to() > at) {
                    quiet(stretches, at, begin, unexpectedFrom);
                    add(stretches, Math.max(at, begin), Math.min(to, span.to()), "hub-down");
                    at = Math.min(to, span.to());
                }
                long next = i + 1 < down.size() ? down.get(i + 1).from() : Long.MAX_VALUE;
                long search = Downtime.searchMillis(span.to() - span.from());
                if (due.moves()) {
                    unexpectedFrom += span.to() - begin + Math.min(search, next - span.to());
                }
            }
        }
        quiet(stretches, at, to, unexpectedFrom);
    }

    private static void quiet(List<Stretch> stretches, long from, long to, long due) {
        add(stretches, from, Math.min(to, due), "offline-expected");
        add(stretches, Math.max(from, due), to, "offline-unexpected");
    }

    private static void add(List<Stretch> stretches, long from, long to, String kind) {
        if (from < to) {
            stretches.add(new Stretch(from, to, kind));
        }
    }

    /** The contacts of all these nodes, joined; a node's are also those of hardware before, until it was replaced. */
    private List<Span> contacts(List<Agent> nodes, long from, long to) {
        var all = new ArrayList<Span>();
        for (Agent node : nodes) {
            long until = to;
            for (Agent agent : store.registry().lineage(node)) {
                for (Span span : store.history().contacts(agent.uid(), from, until)) {
                    all.add(new Span(span.from(), Math.min(span.to(), agent.equals(node) ? span.to() : until)));
                }
                until = Math.min(until, agent.enrolledAt());
            }
        }
        all.sort(Comparator.comparingLong(Span::from));
        var joined = new ArrayList<Span>();
        for (Span span : all) {
            if (!joined.isEmpty() && span.from() <= joined.getLast().to()) {
                Span last = joined.removeLast();
                joined.add(new Span(last.from(), Math.max(last.to(), span.to())));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }
}
