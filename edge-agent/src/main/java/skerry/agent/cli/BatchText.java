package skerry.agent.cli;

import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeMap;
import skerry.agent.ring.OutboxReader.Fate;
import skerry.protocol.BatchHeader;
import skerry.protocol.ProtocolException;
import skerry.protocol.RecordCounts;
import skerry.protocol.batch.Batch;
import skerry.protocol.payload.AnswerCodec;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.EventCodec;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.GapTableCodec;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.payload.SketchSummary;
import skerry.protocol.payload.SummaryCodec;
import skerry.protocol.series.Series;

/** A heading for each batch, and below it a line for each thing that it says. */
final class BatchText implements BatchWriter {
    private final QueryOutput out;

    BatchText(QueryOutput out) {
        this.out = out;
    }

    @Override
    public void write(Fate fate, Batch batch, int bytes, Dictionary dictionary) throws IOException, ProtocolException {
        BatchHeader header = batch.header();
        switch (header.kind()) {
            case DICTIONARY -> {
                var chunk = DictionaryCodec.decode(header, batch.payload()).chunk();
                heading(fate, header, bytes);
                for (Series series : chunk.series()) {
                    out.line("  name     " + series);
                }
                for (PatternTemplate pattern : chunk.patterns()) {
                    out.line("  pattern  " + id(pattern.patternId()) + "  "
                            + (pattern.template().isEmpty() ? "(text withheld)" : pattern.template())
                            + (pattern.aliasOf() == 0 ? "" : "  now " + id(pattern.aliasOf())));
                }
            }
            case EVENTS -> {
                var events = EventCodec.decode(header, batch.payload());
                heading(fate, header, bytes);
                for (Event event : events) {
                    out.line("  event    " + time(event.wallMillis()) + " " + word(event.severity()) + " "
                            + event.type() + " " + event.text() + " " + new TreeMap<>(event.attributes()));
                }
            }
            case GAP_TABLE -> {
                var table = GapTableCodec.decode(header, batch.payload());
                heading(fate, header, bytes);
                for (Gap gap : table.gaps()) {
                    out.line("  gap      " + time(gap.fromMillis()) + " to " + time(gap.toMillis()) + ": "
                            + records(gap.records()) + ", " + word(gap.cause()));
                }
                out.line("  account  of " + table.days().size() + " days");
            }
            case TICKET_RESULT -> {
                var answer = AnswerCodec.decode(header, batch.payload());
                heading(fate, header, bytes);
                out.line("  answer   " + word(answer.outcome()) + ": " + answer.sentence()
                        + (answer.name().isEmpty()
                                ? ""
                                : " (" + answer.name() + ", part " + (answer.part() + 1) + " of " + answer.parts()
                                        + ", " + answer.content().size() + " bytes)"));
            }
            case MINUTE, HOUR, DAY -> {
                var summary = SummaryCodec.decode(header, batch.payload(), dictionary);
                heading(fate, header, bytes);
                for (GaugeSummary gauge : summary.gauges()) {
                    out.line("  gauge    " + gauge.series() + "  min " + gauge.min() + " mean " + gauge.mean() + " max "
                            + gauge.max() + " last " + gauge.last());
                }
                for (CounterSummary counter : summary.counters()) {
                    out.line("  counter  " + counter.series() + "  +" + counter.increase() + " to " + counter.last());
                }
                for (SketchSummary spread : summary.sketches()) {
                    out.line("  spread   " + spread.series() + "  "
                            + spread.sketch().count() + " values in "
                            + spread.sketch().size() + " bins, median "
                            + spread.sketch().quantile(0.5));
                }
                for (PatternSummary pattern : summary.patterns()) {
                    out.line("  pattern  " + id(pattern.patternId()) + "  " + pattern.total() + " lines");
                    example("first", pattern.firstExample());
                    example("last", pattern.lastExample());
                }
            }
        }
    }

    private void heading(Fate fate, BatchHeader header, int bytes) throws IOException {
        out.line(time(header.span().wallFirst()) + " to " + time(header.span().wallLast()) + "  " + word(header.kind())
                + " " + header.key().stream().code() + "/" + header.key().seq() + "  " + bytes + " bytes, "
                + records(header.records()) + ", policy " + header.policyId() + ", " + word(fate));
    }

    private void example(String which, String text) throws IOException {
        if (!text.isEmpty()) {
            out.line("           " + which + ": " + text);
        }
    }

    private static String records(RecordCounts records) {
        return records.samples() + " samples, " + records.lines() + " lines, " + records.events() + " events";
    }

    private static String id(long pattern) {
        return HexFormat.of().toHexDigits(pattern);
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
