package skerry.system.faults;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import skerry.protocol.Bytes;
import skerry.protocol.Stream;

/** A {@link QuickNode} as a process of its own, which says what it may have published. */
final class PowerCutNode {
    private final Map<Stream, Long> told = new EnumMap<>(Stream.class);
    private final QuickNode node;

    private PowerCutNode(QuickNode node) {
        this.node = node;
    }

    /**
     * Lives until it is killed.
     *
     * @param arguments the data folder, and the moment at which it begins
     */
    public static void main(String[] arguments) throws Exception {
        var living = new PowerCutNode(new QuickNode(Path.of(arguments[0]), Long.parseLong(arguments[1]), () -> {}));
        while (true) {
            living.node.step();
            living.tell();
            System.out.println("step");
        }
    }

    private void tell() {
        var outbox = node.ring().outbox();
        for (Stream stream : Stream.values()) {
            for (var entry : outbox.pending(stream, told.getOrDefault(stream, 0L), Integer.MAX_VALUE)) {
                var bytes = Bytes.of(outbox.load(entry.key()).orElseThrow());
                System.out.println(
                        new Told(entry.key(), bytes.sha256(), entry.records().lines()).text());
                told.put(stream, entry.order());
            }
        }
    }
}
