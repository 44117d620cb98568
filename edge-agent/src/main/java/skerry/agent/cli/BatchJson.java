package skerry.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import skerry.agent.ring.OutboxReader.Fate;
import skerry.protocol.BatchHeader;
import skerry.protocol.ProtocolException;
import skerry.protocol.batch.Batch;
import skerry.protocol.payload.Answer;
import skerry.protocol.payload.AnswerCodec;
import skerry.protocol.payload.CounterSummary;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.DictionaryCodec;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.EventCodec;
import skerry.protocol.payload.Gap;
import skerry.protocol.payload.GapTable;
import skerry.protocol.payload.GapTableCodec;
import skerry.protocol.payload.GaugeSummary;
import skerry.protocol.payload.PatternSummary;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.SketchSummary;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.SummaryCodec;
import skerry.protocol.series.Series;
import skerry.protocol.sketch.Sketch;

/** One JSON object for a batch, with everything in it. */
final class BatchJson implements BatchWriter {
    private final QueryOutput out;
    private final JsonGenerator json;

    BatchJson(QueryOutput out) {
        this.out = out;
        this.json = out.json();
    }

    @Override
    public void write(Fate fate, Batch batch, int bytes, Dictionary dictionary) throws IOException, ProtocolException {
        BatchHeader header = batch.header();
        switch (header.kind()) {
            case DICTIONARY -> {
                DictionaryChunk chunk =
                        DictionaryCodec.decode(header, batch.payload()).chunk();
                begin(fate, header, bytes);
                dictionary(chunk);
            }
            case EVENTS -> {
                var events = EventCodec.decode(header, batch.payload());
                begin(fate, header, bytes);
                json.writeArrayFieldStart("events");
                for (Event event : events) {
                    event(event);
                }
                json.writeEndArray();
            }
            case GAP_TABLE -> {
                GapTable table = GapTableCodec.decode(header, batch.payload());
                begin(fate, header, bytes);
                gaps(table);
            }
            case TICKET_RESULT -> {
                Answer answer = AnswerCodec.decode(header, batch.payload());
                begin(fate, header, bytes);
                answer(answer);
            }
            case MINUTE, HOUR, DAY -> {
                Summary summary = SummaryCodec.decode(header, batch.payload(), dictionary);
                begin(fate, header, bytes);
                summary(summary);
            }
        }
        json.writeEndObject();
    }

    private void begin(Fate fate, BatchHeader header, int bytes) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", header.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField("uid", header.key().uid().value());
        json.writeStringField("epoch", Long.toHexString(header.key().epoch()));
        json.writeStringField("stream", String.valueOf(header.key().stream().code()));
        json.writeNumberField("seq", header.key().seq());
        json.writeStringField("fate", fate.name().toLowerCase(Locale.ROOT));
        json.writeNumberField("bytes", bytes);
        json.writeStringField("policy", header.policyId());
        json.writeStringField("from", time(header.span().wallFirst()));
        json.writeStringField("to", time(header.span().wallLast()));
        json.writeStringField("clock", header.span().quality().name().toLowerCase(Locale.ROOT));
        json.writeStringField("bootId", header.span().bootId().hex());
        out.records("records", header.records());
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private void series(Series series) throws IOException {
        json.writeStringField("name", series.name());
        out.labels(series.labels());
    }

    private void summary(Summary summary) throws IOException {
        json.writeArrayFieldStart("gauges");
        for (GaugeSummary gauge : summary.gauges()) {
            json.writeStartObject();
            series(gauge.series());
            json.writeNumberField("count", gauge.count());
            json.writeNumberField("min", gauge.min());
            json.writeNumberField("max", gauge.max());
            json.writeNumberField("sum", gauge.sum());
            json.writeNumberField("last", gauge.last());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("counters");
        for (CounterSummary counter : summary.counters()) {
            json.writeStartObject();
            series(counter.series());
            json.writeNumberField("count", counter.count());
            json.writeNumberField("first", counter.first());
            json.writeNumberField("last", counter.last());
            json.writeNumberField("resets", counter.resets());
            json.writeNumberField("increase", counter.increase());
            json.writeNumberField("peakRate", counter.peakRate());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("distributions");
        for (SketchSummary distribution : summary.sketches()) {
            json.writeStartObject();
            series(distribution.series());
            sketch(distribution.sketch());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("patterns");
        for (PatternSummary pattern : summary.patterns()) {
            json.writeStartObject();
            json.writeStringField("id", HexFormat.of().toHexDigits(pattern.patternId()));
            json.writeObjectFieldStart("lines");
            for (Severity severity : Severity.values()) {
                Long count = pattern.counts().get(severity);
                if (count != null) {
                    json.writeNumberField(severity.name().toLowerCase(Locale.ROOT), count);
                }
            }
            json.writeEndObject();
            json.writeStringField("firstExample", pattern.firstExample());
            json.writeStringField("lastExample", pattern.lastExample());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Each bin by the value that stands for all in it, and how many they are. */
    private void sketch(Sketch sketch) throws IOException {
        json.writeNumberField("count", sketch.count());
        json.writeNumberField("zeros", sketch.zeros());
        json.writeArrayFieldStart("bins");
        for (int i = 0; i < sketch.size(); i++) {
            json.writeStartArray();
            json.writeNumber(sketch.value(i));
            json.writeNumber(sketch.count(i));
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private void dictionary(DictionaryChunk chunk) throws IOException {
        json.writeArrayFieldStart("series");
        for (Series one : chunk.series()) {
            json.writeStartObject();
            series(one);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("templates");
        for (PatternTemplate one : chunk.patterns()) {
            json.writeStartObject();
            json.writeStringField("id", HexFormat.of().toHexDigits(one.patternId()));
            json.writeStringField("template", one.template());
            if (one.aliasOf() != 0) {
                json.writeStringField("aliasOf", HexFormat.of().toHexDigits(one.aliasOf()));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void event(Event event) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", time(event.wallMillis()));
        json.writeStringField("type", event.type());
        json.writeStringField("severity", event.severity().name().toLowerCase(Locale.ROOT));
        json.writeStringField("text", event.text());
        json.writeObjectFieldStart("attributes");
        for (Map.Entry<String, String> attribute : new TreeMap<>(event.attributes()).entrySet()) {
            json.writeStringField(attribute.getKey(), attribute.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void gaps(GapTable table) throws IOException {
        json.writeArrayFieldStart("gaps");
        for (Gap gap : table.gaps()) {
            json.writeStartObject();
            json.writeStringField("cause", gap.cause().name().toLowerCase(Locale.ROOT));
            json.writeStringField("from", time(gap.fromMillis()));
            json.writeStringField("to", time(gap.toMillis()));
            json.writeNumberField("batches", gap.batches());
            out.records("records", gap.records());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("accountDays", table.days().size());
    }

    private void answer(Answer answer) throws IOException {
        json.writeStringField("command", answer.cmdId().hex());
        json.writeStringField("outcome", answer.outcome().name().toLowerCase(Locale.ROOT));
        json.writeStringField("sentence", answer.sentence());
        json.writeStringField("file", answer.name());
        json.writeNumberField("part", answer.part() + 1);
        json.writeNumberField("parts", answer.parts());
        json.writeNumberField("content", answer.content().size());
    }
}
