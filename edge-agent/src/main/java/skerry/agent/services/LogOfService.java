package skerry.agent.services;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import skerry.agent.services.ServiceName.Source;
import skerry.protocol.series.Labels;

/**
 * One log, and whether it is an access log: it becomes one when such lines outnumber the others by five, and is none any more when
 * the others have caught up. Not thread-safe.
 */
final class LogOfService {
    private static final int ENOUGH = 5;
    private static final int MOST = 20;
    /** After so many other lines without one, only some are looked at. */
    private static final int PATIENCE = 64;

    private static final int SOME = 8;
    private static final Pattern FILE_ENDS = Pattern.compile("([-_.]?access)?([-_.]log)?$");

    private final ServiceName own;
    private final List<AccessLine> waiting = new ArrayList<>();
    private int score;
    private boolean access;
    private int others;

    LogOfService(Labels source) {
        this.own = nameOf(source);
    }

    /** Looks at a line and hands over what now counts. */
    void line(String text, BiConsumer<ServiceName, AccessLine> sink) {
        if (others > PATIENCE && others++ % SOME != 0) {
            return;
        }
        Optional<AccessLine> line = parse(text);
        if (line.isEmpty()) {
            others++;
            score = Math.max(0, score - 1);
            if (score == 0) {
                access = false;
                waiting.clear();
            }
            return;
        }
        others = 0;
        score = Math.min(MOST, score + 1);
        access |= score >= ENOUGH;
        if (access) {
            waiting.forEach(one -> sink.accept(name(one), one));
            waiting.clear();
            sink.accept(name(line.get()), line.get());
        } else {
            waiting.add(line.get());
        }
    }

    private static Optional<AccessLine> parse(String text) {
        return text.startsWith("{") ? JsonLogLine.parse(text) : CommonLogLine.parse(text);
    }

    private ServiceName name(AccessLine line) {
        return line.upstream().isEmpty() ? own : new ServiceName("", line.upstream(), Source.LOG);
    }

    static ServiceName nameOf(Labels source) {
        if (!source.get("pod").isEmpty()) {
            return new ServiceName(source.get("namespace"), ServiceName.workload(source.get("pod")), Source.LOG);
        }
        String unit = source.get("unit");
        return new ServiceName(
                "",
                unit.isEmpty() ? nameOfFile(source.get("filename")) : unit.replaceFirst("\\.service$", ""),
                Source.LOG);
    }

    /** {@code nginx} of {@code /var/log/nginx/access.log}, {@code shop} of {@code /var/log/nginx/shop.access.log}. */
    private static String nameOfFile(String filename) {
        Path path = Path.of(filename);
        if (path.getFileName() == null) {
            return "unnamed";
        }
        String name = FILE_ENDS.matcher(path.getFileName().toString()).replaceFirst("");
        Path folder = path.getParent();
        return !name.isEmpty()
                ? name
                : folder == null || folder.getFileName() == null
                        ? "unnamed"
                        : folder.getFileName().toString();
    }
}
