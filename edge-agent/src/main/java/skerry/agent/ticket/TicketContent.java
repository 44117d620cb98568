package skerry.agent.ticket;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import skerry.agent.privacy.Redactor;
import skerry.agent.ring.ArrivedLines;
import skerry.agent.ring.ArrivedSamples;
import skerry.agent.ring.LineFilter;
import skerry.agent.ring.LineView;
import skerry.agent.ring.RingReader;
import skerry.agent.ring.SeriesSelector;
import skerry.agent.summary.Pattern;
import skerry.agent.summary.PatternMiner;
import skerry.protocol.Bytes;
import skerry.protocol.payload.Severity;
import skerry.protocol.series.Labels;
import skerry.protocol.series.Series;
import skerry.protocol.ticket.TicketRequest;
import skerry.protocol.ticket.TicketRequest.Kind;

/**
 * Takes what a ticket asks for out of a ring, in the form of {@link skerry.protocol.ticket}. What was redacted when it was stored
 * is redacted again, since the rules may have become stricter. For one answer; not thread-safe.
 */
public final class TicketContent {
    private static final int MOST_EXAMPLE = 300;
    /** The site's own word for a target: two addresses that are masked would be one series (see the recorder). */
    private static final String CHOSEN = "instance";

    private final TicketRequest request;
    private final Redactor redactor;
    private final PatternMiner miner;
    private final TicketWriter writer;
    private final long madeMillis;
    private final Set<Long> wantedPatterns;
    private final Map<Series, Integer> series = new HashMap<>();
    private final Map<Counted, Long> counts = new LinkedHashMap<>();
    private Bytes boot = Bytes.of(new byte[0]);
    private boolean bootTold;
    private long here;
    private long records;
    private boolean cut;
    private long sealed;
    private String example = "";

    private record Counted(long pattern, Severity severity) {}

    /**
     * What was found.
     *
     * @param cut whether there is more than the bounds allow
     * @param sealed blocks of the window that cannot be read, for want of their key
     * @param example one record of it, redacted
     */
    public record Made(Bytes content, long records, boolean cut, long sealed, String example) {}

    private TicketContent(TicketRequest request, Redactor redactor, PatternMiner miner, long mostBytes, long madeMillis)
            throws IOException {
        this.request = request;
        this.redactor = redactor;
        this.miner = miner;
        this.madeMillis = madeMillis;
        this.wantedPatterns = new HashSet<>(request.patterns());
        this.writer = new TicketWriter(mostBytes, TicketWriter.length(this::head) + 32);
    }

    /**
     * Reads the ring.
     *
     * @param miner knows the patterns of the node; for this answer alone
     * @param mostBytes of the whole as it travels
     */
    public static Made of(
            RingReader reader,
            TicketRequest request,
            Redactor redactor,
            PatternMiner miner,
            long mostBytes,
            long madeMillis)
            throws SQLException, IOException {
        var content = new TicketContent(request, redactor, miner, mostBytes, madeMillis);
        try (content.writer) {
            if (request.kind() == Kind.SERIES) {
                content.samples(reader);
            } else {
                content.lines(reader);
            }
            content.sealed = reader.sealedBlocks();
            return new Made(
                    content.writer.finish(content::head),
                    content.records,
                    content.cut,
                    content.sealed,
                    content.example);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void head(JsonGenerator out) throws IOException {
        out.writeStringField("what", "ticket");
        out.writeNumberField("version", 1);
        out.writeStringField("kind", request.kind().word());
        out.writeStringField("selector", request.selector());
        out.writeNumberField("from", request.fromMillis());
        out.writeNumberField("to", request.toMillis());
        out.writeNumberField("made", madeMillis);
        out.writeStringField("policy", redactor.policyId());
        out.writeBooleanField("redacted", true);
        out.writeBooleanField("cut", cut || sealed > 0);
        out.writeNumberField("records", records);
    }

    // ---- samples

    private void samples(RingReader reader) throws SQLException {
        reader.arrivedSamples(
                SeriesSelector.parse(request.selector())::matches,
                request.fromMillis(),
                request.toMillis(),
                new ArrivedSamples() {
                    @Override
                    public void boot(Bytes bootId) {
                        began(bootId);
                    }

                    @Override
                    public boolean sample(Series one, long timeMillis, long monoMillis, double value) {
                        return mayCount()
                                && tellBoot()
                                && tellSeries(one)
                                && add(out -> {
                                    out.writeStringField("what", "sample");
                                    out.writeNumberField("series", series.getOrDefault(one, 0));
                                    out.writeNumberField("time", timeMillis);
                                    out.writeNumberField("mono", monoMillis);
                                    out.writeNumberField("value", value); // NaN and infinities become strings.
                                })
                                && counted(one.name() + " " + value);
                    }
                });
    }

    private boolean tellSeries(Series one) {
        return series.containsKey(one)
                || (add(out -> {
                            out.writeStringField("what", "series");
                            out.writeNumberField("id", series.size() + 1);
                            out.writeStringField("name", one.name());
                            out.writeStringField("type", one.type().name().toLowerCase(Locale.ROOT));
                            labels(one.labels(), CHOSEN, out);
                        })
                        && series.put(one, series.size() + 1) == null);
    }

    // ---- lines and patterns

    private void lines(RingReader reader) throws SQLException {
        var filter = new LineFilter(request.fromMillis(), request.toMillis(), "", request.selector(), Severity.UNKNOWN);
        reader.arrivedLines(filter, new ArrivedLines() {
            @Override
            public boolean line(LineView line) {
                return take(line);
            }

            @Override
            public void block(Bytes bootId, long monoFirst, long monoLast, long lines) {
                end(bootId, monoFirst, monoLast, lines);
            }
        });
    }

    private boolean take(LineView line) {
        String text = redactor.redact(line.text());
        Pattern pattern = miner.current(miner.mine(line.source().key(), text));
        Severity severity = line.severity();
        if (severity.compareTo(request.atLeast()) < 0
                || (!wantedPatterns.isEmpty() && !wantedPatterns.contains(pattern.id()))) {
            return true;
        }
        if (request.kind() == Kind.PATTERNS) {
            counts.merge(new Counted(pattern.id(), severity), 1L, Long::sum);
            here++;
            return true;
        }
        boolean added = mayCount()
                && add(out -> {
                    out.writeStringField("what", "line");
                    out.writeNumberField("time", line.timeMillis());
                    out.writeStringField("source", redactor.redact(line.source().key()));
                    labels(line.source().labels(), "", out);
                    out.writeStringField("stream", line.stream());
                    out.writeStringField("severity", word(severity));
                    out.writeStringField("pattern", id(pattern.id()));
                    out.writeStringField("text", text);
                });
        here += added ? 1 : 0;
        return added && counted(text);
    }

    private void end(Bytes bootId, long monoFirst, long monoLast, long lines) {
        counts.forEach((counted, count) -> {
            boolean _ = mayCount()
                    && add(out -> {
                        out.writeStringField("what", "pattern");
                        out.writeStringField("pattern", id(counted.pattern()));
                        out.writeStringField("severity", word(counted.severity()));
                        out.writeNumberField("lines", count);
                    })
                    && counted(id(counted.pattern()) + " " + word(counted.severity()) + " " + count);
        });
        counts.clear();
        if (here > 0) {
            began(bootId);
            long told = here;
            boolean _ = tellBoot()
                    && add(out -> {
                        out.writeStringField("what", "block");
                        out.writeArrayFieldStart("mono");
                        out.writeNumber(monoFirst);
                        out.writeNumber(monoLast);
                        out.writeEndArray();
                        out.writeNumberField("lines", lines);
                        out.writeNumberField("here", told);
                    });
            here = 0;
        }
    }

    // ---- both

    private void began(Bytes bootId) {
        bootTold &= bootId.equals(boot);
        boot = bootId;
    }

    private boolean tellBoot() {
        bootTold = bootTold
                || add(out -> {
                    out.writeStringField("what", "boot");
                    out.writeStringField("boot", boot.hex());
                });
        return bootTold;
    }

    private boolean add(TicketWriter.Fields fields) {
        try {
            boolean added = writer.add(fields);
            cut |= !added;
            return added;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether one more record may be added. */
    private boolean mayCount() {
        cut |= records >= request.mostRecords();
        return !cut;
    }

    /** @return whether there may be more */
    private boolean counted(String record) {
        if (example.isEmpty()) {
            example = record.length() <= MOST_EXAMPLE ? record : record.substring(0, MOST_EXAMPLE) + "…";
        }
        records++;
        return !cut;
    }

    private void labels(Labels labels, String chosen, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("labels");
        for (int i = 0; i < labels.size(); i++) {
            String value = labels.value(i);
            out.writeStringField(
                    labels.name(i),
                    labels.name(i).equals(chosen) ? value : redactor.redactLabel(labels.name(i), value));
        }
        out.writeEndObject();
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static String id(long pattern) {
        return String.format("%016x", pattern);
    }
}
