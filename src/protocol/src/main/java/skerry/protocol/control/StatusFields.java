package skerry.protocol.control;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import skerry.protocol.ClockQuality;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Texts;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;

/** The fields of the messages that tell a present state: an agent's state and live message, and the hub's state. */
final class StatusFields {
    private static final int AUTONOMY = 12;
    private static final int CONTACT = 13;

    private StatusFields() {}

    static CborWriter write(AgentState state) {
        var out = new CborWriter(32).map(3);
        out.key(1).bool(state.on());
        out.key(2).unsigned(state.conn());
        return out.key(3).unsigned(state.epoch());
    }

    static AgentState readState(CborReader in) throws ProtocolException {
        boolean on = false;
        long conn = 0;
        long epoch = 0;
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> on = in.bool();
                case 2 -> conn = in.unsigned();
                case 3 -> epoch = in.unsigned();
                default -> in.skip();
            }
        }
        fields.require(1, 3);
        return new AgentState(on, conn, epoch);
    }

    static CborWriter write(HubState state) {
        var out = new CborWriter(32).map(5);
        out.key(1).bool(state.on());
        out.key(2).unsigned(state.hubBoot());
        out.key(3).unsigned(state.level());
        out.key(4).unsigned(state.jitterMillis());
        return out.key(5).unsigned(state.connectsPerSecond());
    }

    static HubState readHubState(CborReader in) throws ProtocolException {
        boolean on = false;
        long hubBoot = 0;
        int level = 0;
        long jitterMillis = 0;
        int connectsPerSecond = 0;
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> on = in.bool();
                case 2 -> hubBoot = in.unsigned();
                case 3 -> level = in.natural(0, Integer.MAX_VALUE);
                case 4 -> jitterMillis = in.naturalUpTo(Limits.MAX_SPAN_MILLIS);
                case 5 -> connectsPerSecond = in.natural(0, Integer.MAX_VALUE);
                default -> in.skip();
            }
        }
        fields.require(1, 5);
        return new HubState(on, hubBoot, level, jitterMillis, connectsPerSecond);
    }

    static CborWriter write(Live live) {
        int more = (live.budget().isPresent() ? 1 : 0)
                + (live.autonomy().isPresent() ? 1 : 0)
                + (live.contact().isPresent() ? 1 : 0);
        var out = new CborWriter(512).map(10 + more);
        out.key(1).unsigned(live.conn());
        out.key(2).integer(live.wallMillis());
        out.key(3).unsigned(live.quality().code());
        out.key(4).unsigned(live.uptimeMillis());
        out.key(5).text(Texts.cut(live.version(), Limits.MAX_VERSION_BYTES));
        var heads = live.heads();
        HeadFields.write(out.key(6), heads.subList(0, Math.min(heads.size(), Limits.MAX_LIVE_HEADS)));
        out.key(7).unsigned(live.bytesQueued());
        out.key(8).text(Texts.cut(live.status(), Limits.MAX_VERSION_BYTES));
        out.key(9).text(Texts.cut(live.reason(), Limits.MAX_REASON_BYTES));
        var values = fitting(live.values());
        out.key(10).array(2 * values.size());
        values.forEach((name, value) -> out.text(name).real(value));
        live.budget().ifPresent(budget -> write(out.key(11), budget));
        live.autonomy()
                .ifPresent(dark -> out.key(AUTONOMY)
                        .array(2)
                        .unsigned(dark.summaryMinutes())
                        .unsigned(dark.rawMinutes()));
        live.contact().ifPresent(text -> out.key(CONTACT).text(Texts.cut(text, Limits.MAX_CONTACT_BYTES)));
        return out;
    }

    private static void write(CborWriter out, LinkBudget budget) {
        out.map(5);
        out.key(1).text(Texts.cut(budget.step(), Limits.MAX_STEP_BYTES));
        out.key(2).unsigned(budget.limitBytes());
        out.key(3).unsigned(budget.spentBytes());
        out.key(4).integer(budget.expectedBytes());
        out.key(5).unsigned(budget.endsMillis());
    }

    private static LinkBudget readBudget(CborReader in) throws ProtocolException {
        String step = "";
        long limit = 0;
        long spent = 0;
        long expected = 0;
        long ends = 0;
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> step = in.text(Limits.MAX_STEP_BYTES);
                case 2 -> limit = in.natural();
                case 3 -> spent = in.natural();
                case 4 -> expected = Math.max(-1, in.integer());
                case 5 -> ends = in.naturalUpTo(Limits.MAX_WALL_MILLIS);
                default -> in.skip();
            }
        }
        fields.require(1, 5);
        return new LinkBudget(step, limit, spent, expected, ends);
    }

    private static Map<String, Double> fitting(Map<String, Double> values) {
        var fitting = new TreeMap<String, Double>();
        int nameBytes = 0;
        for (var value : new TreeMap<>(values).entrySet()) {
            nameBytes += Texts.utf8Length(value.getKey());
            if (nameBytes > Limits.MAX_LIVE_NAME_BYTES || fitting.size() == Limits.MAX_LIVE_VALUES) {
                break;
            }
            fitting.put(value.getKey(), value.getValue());
        }
        return fitting;
    }

    static Live readLive(CborReader in) throws ProtocolException {
        long conn = 0;
        long wallMillis = 0;
        var quality = ClockQuality.UNKNOWN;
        long uptimeMillis = 0;
        String version = "";
        var heads = HeadFields.NONE;
        long bytesQueued = 0;
        String status = "";
        String reason = "";
        var values = new TreeMap<String, Double>();
        Optional<LinkBudget> budget = Optional.empty();
        Optional<Autonomy> autonomy = Optional.empty();
        Optional<String> contact = Optional.empty();
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> conn = in.unsigned();
                case 2 -> wallMillis = in.integer();
                case 3 -> quality = ClockQuality.of(in.natural(0, Integer.MAX_VALUE));
                case 4 -> uptimeMillis = in.naturalUpTo(Limits.MAX_SPAN_MILLIS);
                case 5 -> version = in.text(Limits.MAX_VERSION_BYTES);
                case 6 -> heads = HeadFields.read(in, Limits.MAX_LIVE_HEADS);
                case 7 -> bytesQueued = in.natural();
                case 8 -> status = in.text(Limits.MAX_VERSION_BYTES);
                case 9 -> reason = in.text(Limits.MAX_REASON_BYTES);
                case 10 -> {
                    for (int left = in.array(2 * Limits.MAX_LIVE_VALUES); left > 1; left -= 2) {
                        values.put(in.text(Limits.MAX_LIVE_NAME_BYTES), in.real());
                    }
                }
                case 11 -> budget = Optional.of(readBudget(in));
                case AUTONOMY -> {
                    int more = in.tuple(2);
                    autonomy = Optional.of(new Autonomy(in.natural(), in.natural()));
                    in.skip(more);
                }
                case CONTACT -> contact = Optional.of(in.text(Limits.MAX_CONTACT_BYTES));
                default -> in.skip();
            }
        }
        fields.require(1, 10);
        return new Live(
                conn,
                wallMillis,
                quality,
                uptimeMillis,
                version,
                heads,
                bytesQueued,
                status,
                reason,
                values,
                budget,
                autonomy,
                contact);
    }
}
