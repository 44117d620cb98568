package skerry.hub.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import skerry.hub.fleet.Contract;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Site;
import skerry.hub.store.Span;

/** A site's contact over time, with the cause of each silence. Thread-safe. */
public final class Timeline {
    private final FleetStore store;

    public Timeline(FleetStore store) {
        this.store = store;
    }

    /** @param kind {@code contact}, {@code offline-expected}, {@code offline-unexpected}, {@code hub-down} or {@code never-seen} */
    public record Stretch(long from, long to, String kind) {}

    /** Stretches that fill {@code from..to} without overlap, oldest first. */
    public List<Stretch> of(Site site, long from, long to) {
        List<Span> contacts = contacts(site, from, to);
        List<Span> down = store.history().downtime(from, to);
        long firstEver = store.registry().agentsAt(site.id()).stream()
                .mapToLong(Agent::enrolledAt)
                .min()
                .orElse(to);
        long agreed = Contract.of(site.contract()).every().toMillis()
                + Contract.of(site.contract()).grace().toMillis();
        var stretches = new ArrayList<Stretch>();
        long at = from;
        long lastContact = from;
        for (Span contact : contacts) {
            silence(stretches, at, contact.from(), lastContact, agreed, firstEver, down);
            add(stretches, Math.max(at, contact.from()), Math.min(to, contact.to()), "contact");
            at = Math.max(at, contact.to());
            lastContact = at;
        }
        silence(stretches, at, to, lastContact, agreed, firstEver, down);
        return stretches;
    }

    private static void silence(
            List<Stretch> stretches,
            long from,
            long to,
            long lastContact,
            long agreed,
            long firstEver,
            List<Span> down) {
        long at = from;
        if (firstEver > at) {
            add(stretches, at, Math.min(to, firstEver), "never-seen");
            at = Math.max(at, Math.min(to, firstEver));
        }
        long hubAway = 0;
        for (Span span : down) {
            long begin = Math.max(at, span.from());
            long end = Math.min(to, span.to());
            if (begin < end) {
                quiet(stretches, at, begin, lastContact + agreed + hubAway);
                add(stretches, begin, end, "hub-down");
                hubAway += end - begin;
                at = end;
            }
        }
        quiet(stretches, at, to, lastContact + agreed + hubAway);
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

    /** The contacts of all nodes, joined. */
    private List<Span> contacts(Site site, long from, long to) {
        var all = new ArrayList<Span>();
        for (Agent agent : store.registry().agentsAt(site.id())) {
            all.addAll(store.history().contacts(agent.uid(), from, to));
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
