package skerry.agent.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.update.UpgradeNews;
import skerry.protocol.update.UpgradeOrder;

/** How upgrades stand on this machine, in lines for a person; the agent may run or not. */
public final class UpdateReport {
    private UpdateReport() {}

    /** @param running the version of this program */
    public static List<String> of(UpgradePlace place, String running) {
        var lines = new ArrayList<String>();
        lines.add("version         " + running);
        Optional<UpgradeOrder> order = order(place);
        Optional<UpdateStatus> status = UpdateStatus.read(place.status());
        boolean taken = order.isPresent()
                && status.filter(told ->
                                told.release().equals(order.get().manifest().hex()))
                        .isPresent();
        if (order.isPresent() && !taken) {
            lines.add("upgrade to      " + order.get().version());
            lines.add("state           "
                    + (Files.exists(place.staged()) ? "staged: the machine's updater is asked" : fetching(place)));
        } else if (status.isPresent()) {
            UpgradeNews news = status.get().news();
            lines.add("version before  " + news.from());
            lines.add("last upgrade    to " + news.version());
            lines.add("state           " + news.state().word());
            if (!news.reason().isEmpty()) {
                lines.add("reason          " + news.reason());
            }
        } else {
            lines.add("state           no upgrade by the hub yet");
        }
        place.obstacle().ifPresent(obstacle -> lines.add("by the hub      not possible: " + obstacle));
        return List.copyOf(lines);
    }

    private static Optional<UpgradeOrder> order(UpgradePlace place) {
        try {
            return Optional.of(UpgradeOrder.decode(Bytes.of(Files.readAllBytes(place.order()))));
        } catch (IOException | ProtocolException e) {
            return Optional.empty(); // As the agent takes it: there is none.
        }
    }

    private static String fetching(UpgradePlace place) {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(place.release())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        } catch (IOException e) {
            // Nothing came yet, or a file was just renamed.
        }
        return "fetching: " + (bytes >> 10) + " KiB are here";
    }
}
