package skerry.agent.collect.targets;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.agent.collect.scrape.MetricsText;
import skerry.agent.collect.scrape.ParsedSample;
import skerry.agent.collect.scrape.SampleIntake;
import skerry.agent.collect.scrape.ScrapeLimits;
import skerry.agent.collect.scrape.TextFormatException;
import skerry.agent.collect.targets.ScrapeFailure.Reason;
import skerry.protocol.series.Labels;

/**
 * Makes samples of what a target answered: read, labelled, relabelled and bounded, all of it or nothing. What it counts holds for
 * a text that is refused as well, up to where it was. Not thread-safe; one object reads one answer.
 */
final class ScrapeReading implements SampleIntake<KnownSeries> {
    /** How far from the scrape the time that a sample carries may be. */
    static final long MOST_AGE_MILLIS = 5 * 60_000L;

    private static final int INFLATE_BUFFER = 4 << 10;

    private final Target target;
    private final long atMillis;
    private final SeriesMemory memory;
    private final Map<MetricFamily, MetricFamily> renamed = new HashMap<>();

    private Optional<ScrapeFailure> refused = Optional.empty();
    private long bytes;
    private int scraped;
    private int exemplars;
    private int tooOld;
    private int tooNew;
    private int twice;

    /**
     * @param atMillis when the scrape began, in Unix time
     * @param memory of the target's series; the caller ends the scrape in it
     */
    ScrapeReading(Target target, long atMillis, SeriesMemory memory) {
        this.target = target;
        this.atMillis = atMillis;
        this.memory = memory;
        memory.begin();
    }

    /** @throws ScrapeFailure if nothing of it may be taken */
    void read(HttpReply reply) throws ScrapeFailure {
        Optional<SampleFormat> known = target.job().endpoint().format();
        Optional<MetricsText> form = known.isPresent() ? Optional.empty() : Optional.of(form(reply.contentType()));
        ScrapeLimits limits = target.job().bounds().ofText();
        try (InputStream text = text(reply)) {
            if (form.isPresent()) {
                form.get().parse(text, limits, memory.text(), this);
            } else {
                known.orElseThrow().parse(text, limits, this::sample);
            }
        } catch (TextFormatException e) {
            throw new ScrapeFailure(
                    e.isLimit() ? Reason.LIMIT : Reason.FORMAT, "line " + e.line() + ": " + unquoted(e.reason()), e);
        } catch (ZipException | EOFException e) {
            throw new ScrapeFailure(Reason.HTTP, "what it sends as gzip is damaged", e);
        } catch (IOException e) {
            throw new ScrapeFailure(Reason.HTTP, "its answer cannot be read (" + e.getMessage() + ")", e);
        }
        if (refused.isPresent()) {
            throw refused.get();
        }
    }

    /** The form by the header, as Prometheus takes it; a target that says nothing speaks text 0.0.4. */
    private static MetricsText form(String contentType) throws ScrapeFailure {
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
        return switch (type) {
            case "", "text/plain" -> MetricsText.PROMETHEUS;
            case "application/openmetrics-text" -> MetricsText.OPENMETRICS;
            default ->
                throw new ScrapeFailure(
                        Reason.CONTENT_TYPE, "it answers with " + printable(type) + ", which is no metrics text");
        };
    }

    /** Without what stands in the text, which may be personal: this goes into the log and to the hub. */
    private static String unquoted(String reason) {
        int quote = reason.indexOf('\'');
        return quote < 0
                ? reason
                : quote == 0
                        ? "this cannot be understood"
                        : reason.substring(0, quote).replaceAll("[: ]+$", "");
    }

    private static String printable(String type) {
        String shown = type.length() > 60 ? type.substring(0, 60) : type;
        return shown.chars().allMatch(c -> c > ' ' && c < 0x7f) ? shown : "a type that cannot be shown";
    }

    private InputStream text(HttpReply reply) throws IOException {
        InputStream raw = reply.body().stream();
        return new Counting(reply.gzip() ? new GZIPInputStream(raw, INFLATE_BUFFER) : raw);
    }

    private final class Counting extends FilterInputStream {
        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int count = super.read(into, from, length);
            bytes += Math.max(0, count);
            return count;
        }
    }

    @Override
    public Optional<KnownSeries> sample(ParsedSample sample) {
        if (refused.isPresent()) {
            return Optional.empty();
        }
        scraped++;
        if (sample.exemplar()) {
            exemplars++;
        }
        if (isOutOfTime(sample.timestampMillis().orElse(NO_TIME))) {
            return Optional.empty();
        }
        Optional<KnownSeries> series = series(sample);
        series.ifPresent(one -> keep(one, sample.value()));
        return series;
    }

    @Override
    public void again(KnownSeries series, double value, long timestampMillis) {
        if (refused.isEmpty()) {
            scraped++;
            memory.named(series);
            if (!isOutOfTime(timestampMillis)) {
                keep(series, value);
            }
        }
    }

    private boolean isOutOfTime(long time) {
        if (time == NO_TIME || !target.job().honorTimestamps()) {
            return false;
        }
        if (time < atMillis - MOST_AGE_MILLIS) {
            tooOld++;
            return true;
        }
        if (time > atMillis + MOST_AGE_MILLIS) {
            tooNew++;
            return true;
        }
        return false;
    }

    /** The series as it is kept; empty if it is refused. */
    private Optional<KnownSeries> series(ParsedSample sample) {
        ScrapeJob job = target.job();
        MetricFamily family = sample.family();
        Labels all;
        if (job.relabeling().rules().isEmpty()) {
            all = TargetLabels.joined(sample.labels(), target.labels(), job.honorLabels());
        } else {
            Map<String, String> labels = TargetLabels.attached(sample.labels(), target.labels(), job.honorLabels());
            labels.put(RelabelRule.NAME, family.name());
            if (!job.relabeling().apply(labels)) {
                return Optional.of(memory.dropped());
            }
            String name = labels.remove(RelabelRule.NAME);
            if (name == null || !labels.keySet().stream().allMatch(ScrapeReading::isName)) {
                refuse(
                        Reason.RELABEL,
                        "relabelling leaves line " + sample.line() + " without a name, or with a wrong one");
                return Optional.empty();
            }
            family = named(family, name);
            all = Labels.of(labels);
        }
        return isInLimits(sample, all) ? Optional.of(memory.series(family, all)) : Optional.empty();
    }

    private boolean isInLimits(ParsedSample sample, Labels labels) {
        ScrapeJob.Bounds bounds = target.job().bounds();
        if (labels.size() > bounds.maxLabels()) {
            refuse(
                    Reason.LIMIT,
                    "line " + sample.line() + " has more than max-labels, " + bounds.maxLabels()
                            + ", with those of the target");
            return false;
        }
        for (int i = 0; i < labels.size(); i++) {
            if (isLong(labels.value(i), bounds) || isLong(labels.name(i), bounds)) {
                refuse(
                        Reason.LIMIT,
                        "line " + sample.line() + " has a label longer than max-label-bytes, "
                                + bounds.maxLabelBytes());
                return false;
            }
        }
        return true;
    }

    private void keep(KnownSeries series, double value) {
        if (series == memory.dropped()) {
            return;
        }
        if (memory.isPresent(series) || ScrapeReport.isReport(series.name, target)) {
            twice++;
        } else if (memory.size() == target.job().bounds().maxSeries()) {
            refuse(
                    Reason.LIMIT,
                    "it has more than max-series, " + target.job().bounds().maxSeries());
        } else {
            memory.add(series, value);
        }
    }

    private static boolean isLong(String text, ScrapeJob.Bounds bounds) {
        return text.length() > bounds.maxLabelBytes() / 3
                && text.getBytes(StandardCharsets.UTF_8).length > bounds.maxLabelBytes();
    }

    /** Only text that the parser took, or what relabelling made; the parser allows all but blank names. */
    private static boolean isName(String name) {
        return !name.isBlank();
    }

    private MetricFamily named(MetricFamily family, String name) {
        if (family.name().equals(name)) {
            return family;
        }
        return renamed.compute(
                family,
                (_, known) -> known != null && known.name().equals(name)
                        ? known
                        : new MetricFamily(name, family.type(), family.help(), family.textType(), name, List.of()));
    }

    private void refuse(Reason reason, String what) {
        refused = Optional.of(new ScrapeFailure(reason, what));
    }

    void forEach(SampleSink sink) {
        memory.forEach(sink);
    }

    /** Of the text, inflated. */
    long bytes() {
        return bytes;
    }

    /** Samples in the text. */
    int scraped() {
        return scraped;
    }

    /** Samples that relabelling left. */
    int kept() {
        return memory.size();
    }

    /** Series that the scrape before did not have. */
    int added() {
        return memory.added();
    }

    int exemplars() {
        return exemplars;
    }

    int tooOld() {
        return tooOld;
    }

    int tooNew() {
        return tooNew;
    }

    /** Samples of a series that the text had before. */
    int twice() {
        return twice;
    }
}
