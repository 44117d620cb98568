package skerry.hub.store.sqlite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import skerry.hub.store.Agent;
import skerry.hub.store.AgentRegistry;
import skerry.hub.store.Site;
import skerry.hub.store.StoreException;
import skerry.protocol.Uid;

/** The registry in {@code control.db}, answered from memory. Thread-safe. */
final class SqliteRegistry implements AgentRegistry {
    private static final Comparator<Agent> BY_PLACE = Comparator.comparing(Agent::site)
            .thenComparing(Agent::node)
            .thenComparing(agent -> agent.uid().value());

    private final Database control;
    private final Map<Uid, AgentTable.Numbered> byUid = new ConcurrentHashMap<>();
    private final Map<Integer, Uid> byNumber = new ConcurrentHashMap<>();
    /** Those that are not retired: the watch over the fleet asks for each site every second. */
    private final Map<String, NavigableSet<Agent>> atSite = new ConcurrentHashMap<>();

    private final Map<String, Site> sites = new ConcurrentHashMap<>();
    private final List<Consumer<Agent>> listeners = new CopyOnWriteArrayList<>();

    SqliteRegistry(Database control) {
        this.control = control;
        control.read("reading the registry", SiteTable::all).forEach(site -> sites.put(site.id(), site));
        control.read("reading the registry", AgentTable::all).forEach(this::remember);
    }

    private void remember(AgentTable.Numbered entry) {
        Agent agent = entry.agent();
        AgentTable.Numbered before = byUid.put(agent.uid(), entry);
        byNumber.put(entry.no(), agent.uid());
        if (before != null) {
            at(before.agent().site()).remove(before.agent());
        }
        if (!agent.retired()) {
            at(agent.site()).add(agent);
        }
    }

    private NavigableSet<Agent> at(String site) {
        return atSite.computeIfAbsent(site, _ -> new ConcurrentSkipListSet<>(BY_PLACE));
    }

    /** The number that tables know the agent by. */
    Optional<Integer> number(Uid uid) {
        return Optional.ofNullable(byUid.get(uid)).map(AgentTable.Numbered::no);
    }

    /** The agent of a number that a table holds. */
    Uid uid(int number) {
        Uid uid = byNumber.get(number);
        if (uid == null) {
            throw new StoreException(
                    StoreException.Kind.BROKEN,
                    "a row names agent number " + number + ", which is not in the registry");
        }
        return uid;
    }

    @Override
    public Optional<Agent> find(Uid uid) {
        return Optional.ofNullable(byUid.get(uid)).map(AgentTable.Numbered::agent);
    }

    @Override
    public List<Agent> agents() {
        return byUid.values().stream()
                .map(AgentTable.Numbered::agent)
                .sorted(BY_PLACE)
                .toList();
    }

    @Override
    public Optional<Site> site(String id) {
        return Optional.ofNullable(sites.get(id));
    }

    @Override
    public List<Site> sites() {
        return new ArrayList<>(new TreeMap<>(sites).values());
    }

    @Override
    public List<Agent> agentsAt(String site) {
        NavigableSet<Agent> there = atSite.get(site);
        return there == null ? List.of() : List.copyOf(there);
    }

    @Override
    public synchronized void addSite(Site site) {
        if (sites.containsKey(site.id())) {
            throw conflict("there is a site '" + site.id() + "' already");
        }
        control.writeAll("adding site " + site.id(), connection -> SiteTable.put(connection, site));
        sites.put(site.id(), site);
    }

    @Override
    public synchronized void changeSite(Site site) {
        if (!sites.containsKey(site.id())) {
            throw conflict("there is no site '" + site.id() + "'");
        }
        control.writeAll("changing site " + site.id(), connection -> SiteTable.put(connection, site));
        sites.put(site.id(), site);
    }

    @Override
    public synchronized void addAgent(Agent agent) {
        if (byUid.containsKey(agent.uid())) {
            throw conflict("agent " + agent.uid() + " is enrolled already");
        }
        checkPlace(agent);
        int no = control.write("adding agent " + agent.uid(), connection -> AgentTable.add(connection, agent));
        remember(new AgentTable.Numbered(no, agent));
        listeners.forEach(listener -> listener.accept(agent));
    }

    @Override
    public synchronized void changeAgent(Agent agent) {
        var known = byUid.get(agent.uid());
        if (known == null) {
            throw conflict("agent " + agent.uid() + " is not enrolled");
        }
        checkPlace(agent);
        control.writeAll("changing agent " + agent.uid(), connection -> AgentTable.change(connection, agent));
        remember(new AgentTable.Numbered(known.no(), agent));
        listeners.forEach(listener -> listener.accept(agent));
    }

    private void checkPlace(Agent agent) {
        if (!sites.containsKey(agent.site())) {
            throw conflict("there is no site '" + agent.site() + "': add it first");
        }
        boolean taken = !agent.retired()
                && agentsAt(agent.site()).stream()
                        .anyMatch(other -> other.node().equals(agent.node())
                                && !other.uid().equals(agent.uid()));
        if (taken) {
            throw conflict("site '" + agent.site() + "' has a node '" + agent.node()
                    + "' already: choose another name, or retire that one first");
        }
    }

    private static StoreException conflict(String message) {
        return new StoreException(StoreException.Kind.CONFLICT, message);
    }

    @Override
    public void onChange(Consumer<Agent> listener) {
        listeners.add(listener);
    }
}
