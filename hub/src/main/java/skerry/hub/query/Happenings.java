package skerry.hub.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skerry.hub.query.Happening.Kind;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.History.HappenedAt;
import skerry.hub.store.PatternInfo;
import skerry.hub.store.Site;
import skerry.protocol.payload.Severity;

/** What happened at a site, from its nodes' events and from its contacts. Thread-safe. */
public final class Happenings {
    /** Events of one node that are read, the newest. */
    public static final int MAX_OF_NODE = 2_000;

    /** A machine was started again; by an attribute of the same name it is known which start of it that was. */
    private static final String BOOT = "boot";
    /** Attribute that names a log pattern. */
    private static final String PATTERN = "pattern";

    private static final Comparator<Happening> NEWEST_FIRST =
            Comparator.comparingLong(Happening::at).reversed().thenComparing(Happening::text);

    private final FleetStore store;
    private final Timeline timeline;

    public Happenings(FleetStore store) {
        this.store = store;
        this.timeline = new Timeline(store);
    }

    /**
     * @param all the newest first
     * @param cut whether a node had more than {@link #MAX_OF_NODE}, of which the older ones are left out
     */
    public record Found(List<Happening> all, boolean cut) {
        public Found {
            all = List.copyOf(all);
        }
    }

    /**
     * @param nodes the newest agent of each node of the site
     * @param from UTC epoch milliseconds, as {@code to}
     */
    public Found of(Site site, List<Agent> nodes, long from, long to) {
        var all = new ArrayList<Happening>();
        boolean cut = false;
        for (Agent agent : hardware(nodes)) {
            List<HappenedAt> events = store.history().events(agent.uid(), from, to, MAX_OF_NODE);
            cut |= events.size() == MAX_OF_NODE;
            once(events).forEach(event -> all.add(of(agent, event)));
        }
        timeline.of(site, from, to).forEach(stretch -> ofContact(stretch).ifPresent(all::add));
        all.sort(NEWEST_FIRST);
        return new Found(all, cut);
    }

    /**
     * Without what an agent said again, as it may have said it in vain: of an alert or a boot the first word counts, of a counted event
     * the newest. What has no text tells nobody anything.
     *
     * @param events of one node; the answer is in their order
     */
    public static List<HappenedAt> once(List<HappenedAt> events) {
        var once = new LinkedHashMap<List<String>, HappenedAt>();
        for (HappenedAt event : events) {
            if (!event.text().isEmpty()) {
                boolean first = kind(event.type()) != Kind.KUBERNETES;
                once.merge(
                        sameness(event), event, (known, other) -> first == (known.at() <= other.at()) ? known : other);
            }
        }
        var kept = new HashSet<>(once.values());
        return events.stream().filter(kept::remove).toList();
    }

    private static List<String> sameness(HappenedAt event) {
        Map<String, String> said = event.attributes();
        if (event.type().equals(BOOT) && !said.getOrDefault(BOOT, "").isEmpty()) {
            return List.of(event.type(), said.get(BOOT));
        }
        List<String> told = switch (kind(event.type())) {
            case ALERT -> List.of("key", "since", "state", "by");
            case KUBERNETES -> List.of("namespace", "kind", "name", "reason");
            default -> List.of();
        };
        var same = new ArrayList<String>(List.of(event.type(), event.text()));
        told.forEach(name -> same.add(said.getOrDefault(name, "")));
        if (kind(event.type()) == Kind.PATTERN) {
            same.add(said.getOrDefault(PATTERN, ""));
        }
        if (told.isEmpty() || said.getOrDefault(told.getFirst(), "").isEmpty()) {
            same.add(Long.toString(event.at()));
        }
        return same;
    }

    private Set<Agent> hardware(List<Agent> nodes) {
        var hardware = new LinkedHashSet<Agent>();
        nodes.stream()
                .limit(SiteSeries.MAX_NODES)
                .forEach(node -> hardware.addAll(store.registry().lineage(node)));
        return hardware;
    }

    private Happening of(Agent agent, HappenedAt event) {
        Map<String, String> said = event.attributes();
        Kind kind = kind(event.type());
        boolean alert = kind == Kind.ALERT;
        return new Happening(
                event.at(),
                Optional.of(event.arrivedAt()),
                Optional.empty(),
                kind,
                event.severity(),
                Optional.of(agent.node()),
                text(said, alert ? "label.namespace" : "namespace"),
                alert
                        ? text(said, "label.pod")
                        : text(said, "name")
                                .map(name -> (said.getOrDefault("kind", "") + " " + name).strip())
                                .or(() -> text(said, PATTERN).map(id -> "pattern " + id)),
                text(said, alert ? "alert" : "reason"),
                alert ? state(said) + event.text() : event.text() + template(kind, said),
                text(said, "count").flatMap(Happenings::number));
    }

    /** The text of the pattern that an event names, if its sites let it out; the event itself holds none. */
    private String template(Kind kind, Map<String, String> said) {
        String id = said.getOrDefault(PATTERN, "");
        if (kind != Kind.PATTERN || !id.matches("[0-9a-f]{16}")) {
            return "";
        }
        return store.patterns()
                .find(store.patterns().canonical(HexFormat.fromHexDigitsToLong(id)))
                .map(PatternInfo::template)
                .filter(template -> !template.isEmpty())
                .map(template -> ": " + template)
                .orElse("");
    }

    private static String state(Map<String, String> said) {
        return switch (said.getOrDefault("state", "")) {
            case "resolved" -> "over: ";
            case "acknowledged" -> "acknowledged: ";
            default -> "";
        };
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "kubernetes" -> Kind.KUBERNETES;
            case "alert" -> Kind.ALERT;
            case "agent.start", "agent.stop", BOOT -> Kind.RESTART;
            case "clock", "clock.step" -> Kind.CLOCK;
            case "pattern.new", "pattern.spike" -> Kind.PATTERN;
            default -> Kind.ACTION;
        };
    }

    private static Optional<String> text(Map<String, String> said, String name) {
        return Optional.ofNullable(said.get(name)).filter(value -> !value.isEmpty());
    }

    private static Optional<Long> number(String text) {
        return text.matches("\\d{1,15}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static Optional<Happening> ofContact(Timeline.Stretch stretch) {
        return switch (stretch.kind()) {
            case "offline-expected" -> Optional.of(contact(stretch, Severity.INFO, "no contact, as agreed"));
            case "offline-unexpected" ->
                Optional.of(contact(stretch, Severity.WARNING, "no contact, and that was not agreed"));
            case "hub-down" -> Optional.of(contact(stretch, Severity.INFO, "the hub itself was away"));
            default -> Optional.empty();
        };
    }

    private static Happening contact(Timeline.Stretch stretch, Severity severity, String text) {
        return new Happening(
                stretch.from(),
                Optional.empty(),
                Optional.of(stretch.to()),
                Kind.CONTACT,
                severity,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                text,
                Optional.empty());
    }
}
