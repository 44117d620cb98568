package skerry.agent.collect.kubelet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.scrape.ParsedSample;
import skerry.agent.collect.scrape.ScrapeLimits;
import skerry.agent.collect.scrape.TextFormatException;
import skerry.agent.collect.targets.SampleFormat;
import skerry.protocol.series.Labels;

/**
 * Reads a kubelet's {@code /stats/summary} as it comes, without ever building it: volumes of claims under the kubelet's own names,
 * what pods and containers keep on the node's disk, and the file system of images. Source: k8s.io/kubelet, stats/v1alpha1. Not
 * thread-safe; one object reads one answer.
 */
final class StatsSummary {
    /** Reads each answer with an object of its own. */
    static final SampleFormat FORMAT = (text, limits, out) -> new StatsSummary(limits, out).read(text);

    private static final int MAX_DEPTH = 24;
    private static final int MAX_NUMBER = 32;
    private static final int MAX_NAME = 256;

    private static final Fs VOLUME = new Fs("kubelet_volume_stats_", "of the volume of a claim");
    private static final Fs IMAGES = new Fs("skerry_kubelet_image_fs_", "of the file system that holds images");
    private static final Fs POD = new Fs("skerry_pod_ephemeral_storage_", "of what a pod keeps on the node's disk");
    private static final MetricFamily WRITTEN =
            MetricFamily.gauge("container_fs_usage_bytes", "Bytes that a container has written beside its volumes.");
    private static final MetricFamily LOGS = MetricFamily.gauge(
            "kubelet_container_log_filesystem_used_bytes", "Bytes that the logs of a container take on the disk.");

    private final ScrapeLimits limits;
    private final Consumer<ParsedSample> out;
    private int samples;

    /** The families of a file system. */
    private record Fs(
            MetricFamily capacity,
            MetricFamily available,
            MetricFamily used,
            MetricFamily inodes,
            MetricFamily inodesFree,
            MetricFamily inodesUsed) {
        Fs(String prefix, String of) {
            this(
                    MetricFamily.gauge(prefix + "capacity_bytes", "Bytes " + of + " in all."),
                    MetricFamily.gauge(prefix + "available_bytes", "Bytes " + of + " that are free."),
                    MetricFamily.gauge(prefix + "used_bytes", "Bytes " + of + " that are used."),
                    MetricFamily.gauge(prefix + "inodes", "Inodes " + of + " in all."),
                    MetricFamily.gauge(prefix + "inodes_free", "Inodes " + of + " that are free."),
                    MetricFamily.gauge(prefix + "inodes_used", "Inodes " + of + " that are used."));
        }
    }

    /** Numbers of a file system, as far as they were there. */
    private static final class FsNumbers {
        OptionalDouble capacity = OptionalDouble.empty();
        OptionalDouble available = OptionalDouble.empty();
        OptionalDouble used = OptionalDouble.empty();
        OptionalDouble inodes = OptionalDouble.empty();
        OptionalDouble inodesFree = OptionalDouble.empty();
        OptionalDouble inodesUsed = OptionalDouble.empty();
    }

    private StatsSummary(ScrapeLimits limits, Consumer<ParsedSample> out) {
        this.limits = limits;
        this.out = out;
    }

    private void read(InputStream text) throws IOException {
        JsonFactory json = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(limits.maxLineBytes())
                        .maxNumberLength(MAX_NUMBER)
                        .maxNameLength(MAX_NAME)
                        .build())
                // A longer buffer that another left would let longer texts pass.
                .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                // A kubelet's names are known; those of another must not stay in tables that live on.
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();
        try (JsonParser parser = json.createParser(new Bounded(text))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw wrong(parser, "it is no summary");
            }
            boolean pods = false;
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                switch (name) {
                    case "node" -> {
                        if (begins(parser, JsonToken.START_OBJECT, "node")) {
                            node(parser);
                        }
                    }
                    case "pods" -> {
                        pods = true;
                        if (begins(parser, JsonToken.START_ARRAY, "pods")) {
                            while (entry(parser, "pods")) {
                                pod(parser);
                            }
                        }
                    }
                    default -> skip(parser);
                }
            }
            if (!pods) {
                throw wrong(parser, "it is no summary");
            }
        } catch (StreamConstraintsException e) {
            throw new TextFormatException(line(e), "it is deeper or longer than any summary", true);
        } catch (JsonEOFException e) {
            throw new TextFormatException(line(e), "it ends too early", false);
        } catch (JsonProcessingException e) {
            throw new TextFormatException(line(e), "it is no JSON", false);
        }
    }

    private void node(JsonParser parser) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (name.equals("runtime") && begins(parser, JsonToken.START_OBJECT, name)) {
                for (String part = parser.nextFieldName(); part != null; part = parser.nextFieldName()) {
                    if (part.equals("imageFs") && begins(parser, JsonToken.START_OBJECT, part)) {
                        tell(parser, IMAGES, fs(parser), Labels.NONE);
                    } else if (!part.equals("imageFs")) {
                        skip(parser);
                    }
                }
            } else if (!name.equals("runtime")) {
                skip(parser);
            }
        }
    }

    /** Containers come after the pod's own name, as the kubelet writes them. */
    private void pod(JsonParser parser) throws IOException {
        Labels pod = Labels.NONE;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            switch (name) {
                case "podRef" -> {
                    if (begins(parser, JsonToken.START_OBJECT, name)) {
                        pod = reference(parser, "pod");
                    }
                }
                case "containers" -> {
                    if (begins(parser, JsonToken.START_ARRAY, name)) {
                        while (entry(parser, name)) {
                            container(parser, pod);
                        }
                    }
                }
                case "volume" -> {
                    if (begins(parser, JsonToken.START_ARRAY, name)) {
                        while (entry(parser, name)) {
                            volume(parser);
                        }
                    }
                }
                case "ephemeral-storage" -> {
                    if (begins(parser, JsonToken.START_OBJECT, name)) {
                        FsNumbers fs = fs(parser);
                        named(parser, pod);
                        tell(parser, POD.used(), pod, fs.used);
                        tell(parser, POD.inodesUsed(), pod, fs.inodesUsed);
                    }
                }
                default -> skip(parser);
            }
        }
    }

    private void container(JsonParser parser, Labels pod) throws IOException {
        String container = "";
        OptionalDouble written = OptionalDouble.empty();
        OptionalDouble logs = OptionalDouble.empty();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            switch (name) {
                case "name" -> container = text(parser, name);
                case "rootfs" -> {
                    if (begins(parser, JsonToken.START_OBJECT, name)) {
                        written = fs(parser).used;
                    }
                }
                case "logs" -> {
                    if (begins(parser, JsonToken.START_OBJECT, name)) {
                        logs = fs(parser).used;
                    }
                }
                default -> skip(parser);
            }
        }
        named(parser, pod);
        if (container.isEmpty()) {
            throw wrong(parser, "a container has no name");
        }
        Labels labels = pod.with("container", container);
        tell(parser, WRITTEN, labels, written);
        tell(parser, LOGS, labels, logs);
    }

    private void volume(JsonParser parser) throws IOException {
        var fs = new FsNumbers();
        Labels claim = Labels.NONE;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (!name.equals("pvcRef")) {
                number(parser, name, fs);
            } else if (begins(parser, JsonToken.START_OBJECT, name)) {
                claim = reference(parser, "persistentvolumeclaim");
            }
        }
        if (claim.size() > 0) {
            tell(parser, VOLUME, fs, claim);
        }
    }

    /** Namespace and name, the latter under this label. */
    private Labels reference(JsonParser parser, String label) throws IOException {
        String namespace = "";
        String called = "";
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            switch (name) {
                case "name" -> called = text(parser, name);
                case "namespace" -> namespace = text(parser, name);
                default -> skip(parser);
            }
        }
        if (namespace.isEmpty() || called.isEmpty()) {
            throw wrong(parser, "a reference has no name or namespace");
        }
        return Labels.of("namespace", namespace, label, called);
    }

    private FsNumbers fs(JsonParser parser) throws IOException {
        var fs = new FsNumbers();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            number(parser, name, fs);
        }
        return fs;
    }

    private static void number(JsonParser parser, String name, FsNumbers fs) throws IOException {
        switch (name) {
            case "capacityBytes" -> fs.capacity = number(parser, name);
            case "availableBytes" -> fs.available = number(parser, name);
            case "usedBytes" -> fs.used = number(parser, name);
            case "inodes" -> fs.inodes = number(parser, name);
            case "inodesFree" -> fs.inodesFree = number(parser, name);
            case "inodesUsed" -> fs.inodesUsed = number(parser, name);
            default -> skip(parser);
        }
    }

    private static OptionalDouble number(JsonParser parser, String name) throws IOException {
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_NULL) {
            return OptionalDouble.empty();
        }
        if (value == JsonToken.VALUE_NUMBER_INT || value == JsonToken.VALUE_NUMBER_FLOAT) {
            double number = parser.getDoubleValue();
            if (number >= 0 && number < Double.POSITIVE_INFINITY) {
                return OptionalDouble.of(number);
            }
        }
        throw wrong(parser, name + " is no number of bytes or inodes");
    }

    private String text(JsonParser parser, String name) throws IOException {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw wrong(parser, "a " + name + " is no text");
        }
        if (parser.getTextLength() > limits.maxLabelBytes()) {
            throw new TextFormatException(
                    parser.currentLocation().getLineNr(),
                    "a name is longer than " + limits.maxLabelBytes() + " bytes",
                    true);
        }
        return parser.getText();
    }

    private static void named(JsonParser parser, Labels pod) throws TextFormatException {
        if (pod.size() == 0) {
            throw wrong(parser, "a pod does not begin with its podRef");
        }
    }

    /** @return false for null, which a kubelet writes for what it does not have */
    private static boolean begins(JsonParser parser, JsonToken token, String name) throws IOException {
        JsonToken value = parser.nextToken();
        if (value != token && value != JsonToken.VALUE_NULL) {
            throw wrong(parser, name + " is not what it should be");
        }
        return value == token;
    }

    /** @return false at the end of the list */
    private static boolean entry(JsonParser parser, String list) throws IOException {
        JsonToken value = parser.nextToken();
        if (value != JsonToken.START_OBJECT && value != JsonToken.END_ARRAY) {
            throw wrong(parser, list + " is not what it should be");
        }
        return value == JsonToken.START_OBJECT;
    }

    private static void skip(JsonParser parser) throws IOException {
        parser.nextToken();
        parser.skipChildren();
    }

    private void tell(JsonParser parser, Fs families, FsNumbers fs, Labels labels) throws TextFormatException {
        tell(parser, families.capacity(), labels, fs.capacity);
        tell(parser, families.available(), labels, fs.available);
        tell(parser, families.used(), labels, fs.used);
        tell(parser, families.inodes(), labels, fs.inodes);
        tell(parser, families.inodesFree(), labels, fs.inodesFree);
        tell(parser, families.inodesUsed(), labels, fs.inodesUsed);
    }

    private void tell(JsonParser parser, MetricFamily family, Labels labels, OptionalDouble value)
            throws TextFormatException {
        if (value.isEmpty()) {
            return;
        }
        int line = parser.currentLocation().getLineNr();
        if (++samples > limits.maxSamples()) {
            throw new TextFormatException(line, "it has more than " + limits.maxSamples() + " samples", true);
        }
        out.accept(new ParsedSample(line, family, labels, value.getAsDouble(), OptionalLong.empty(), false));
    }

    private static TextFormatException wrong(JsonParser parser, String what) {
        return new TextFormatException(parser.currentLocation().getLineNr(), what, false);
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    }

    /** No more than the limit is read. */
    private final class Bounded extends FilterInputStream {
        private long left = limits.maxBytes();

        Bounded(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int count = super.read(into, from, length);
            left -= Math.max(0, count);
            if (left < 0) {
                throw new TextFormatException(1, "it is longer than " + limits.maxBytes() + " bytes", true);
            }
            return count;
        }
    }
}
