package skerry.agent.cluster.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Keeps the names and versions of what it was told, by the rules of an intake, and waits for them. */
final class SeenObjects implements ObjectIntake {
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final Map<String, String> present = new TreeMap<>();
    private final Set<String> listed = new HashSet<>();
    private int puts;

    @Override
    public synchronized void listBegins() {
        listed.clear();
    }

    @Override
    public synchronized void put(ObjectNode object) {
        puts++;
        present.put(
                name(object), object.path("metadata").path("resourceVersion").asText());
        listed.add(name(object));
        notifyAll();
    }

    @Override
    public synchronized void remove(ObjectNode object) {
        present.remove(name(object));
        notifyAll();
    }

    @Override
    public synchronized void listEnds(String version) {
        present.keySet().retainAll(listed);
        notifyAll();
    }

    synchronized Set<String> names() {
        return Set.copyOf(present.keySet());
    }

    synchronized int puts() {
        return puts;
    }

    /** Waits until exactly these are there. */
    void awaitNames(String... names) throws InterruptedException {
        await(() -> present.keySet().equals(Set.of(names)));
        assertThat(names()).containsExactlyInAnyOrder(names);
    }

    synchronized void await(BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean() && System.nanoTime() < until) {
            wait(20);
        }
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asText();
    }
}
