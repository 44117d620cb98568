package skerry.agent.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import skerry.agent.cluster.state.ShownNames;
import skerry.agent.collect.Exposition;

/** The metrics of objects in a text, as lines in order, without their headers. */
final class Told {
    private Told() {}

    static List<String> of(String objects) throws ObjectTextException {
        return of(objects, ShownNames.NONE);
    }

    static List<String> of(String objects, ShownNames shown) throws ObjectTextException {
        var lines = new ArrayList<String>();
        new ObjectPreview(shown).read(objects.getBytes(StandardCharsets.UTF_8), (family, labels, value) -> {
            var line = new StringBuilder();
            try {
                Exposition.writeSample(family, labels, value, line);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            lines.add(line.toString());
        });
        Collections.sort(lines);
        return lines;
    }

    /** Only the metrics of these names. */
    static List<String> of(String objects, String... names) throws ObjectTextException {
        var chosen = Set.copyOf(Arrays.asList(names));
        return of(objects).stream()
                .filter(line -> chosen.contains(line.substring(0, line.indexOf('{'))))
                .toList();
    }
}
