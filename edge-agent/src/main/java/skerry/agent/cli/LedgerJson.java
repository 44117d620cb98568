package skerry.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import skerry.agent.ring.Account;
import skerry.agent.ring.RingContent;
import skerry.protocol.RecordCounts;
import skerry.protocol.control.Autonomy;
import skerry.protocol.payload.DayAccount;

/** The account of records as one JSON object. */
final class LedgerJson {
    private LedgerJson() {}

    static void write(
            Account account,
            List<RingContent.Waiting> waiting,
            Optional<Autonomy> autonomy,
            Optional<String> shortage,
            QueryOutput out)
            throws IOException {
        JsonGenerator json = out.json();
        json.writeStartObject();
        json.writeBooleanField("balances", account.balances());
        json.writeObjectFieldStart("total");
        records(account.total(), out);
        json.writeEndObject();
        json.writeArrayFieldStart("days");
        for (DayAccount day : account.days()) {
            json.writeStartObject();
            json.writeStringField("day", RecordWords.day(day.epochDay()));
            json.writeStringField("stream", String.valueOf(day.stream().code()));
            records(day, out);
            json.writeBooleanField("balances", day.balances());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("waiting");
        for (RingContent.Waiting stream : waiting) {
            json.writeStartObject();
            json.writeStringField("stream", String.valueOf(stream.stream().code()));
            json.writeNumberField("batches", stream.batches());
            json.writeNumberField("bytes", stream.bytes());
            json.writeNumberField("oldest", stream.oldestMillis());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("keptAtSite", account.siteOnlySamples());
        if (autonomy.isPresent()) {
            json.writeNumberField("summaryDays", autonomy.get().summaryDays());
            json.writeNumberField("rawDays", autonomy.get().rawDays());
        }
        if (shortage.isPresent()) {
            json.writeStringField("warning", shortage.get());
        }
        json.writeEndObject();
    }

    private static void records(DayAccount account, QueryOutput out) throws IOException {
        out.records("collected", account.collected());
        out.records("delivered", account.delivered());
        out.records("coarse", account.coarse());
        out.records("sentUnconfirmed", account.sentUnconfirmed());
        out.records("held", account.held());
        var byWord = new TreeMap<String, RecordCounts>();
        account.dropped().forEach((cause, records) -> byWord.put(RecordWords.cause(cause), records));
        out.json().writeObjectFieldStart("dropped");
        for (var dropped : byWord.entrySet()) {
            out.records(dropped.getKey(), dropped.getValue());
        }
        out.json().writeEndObject();
        out.records("refused", account.refused());
    }
}
