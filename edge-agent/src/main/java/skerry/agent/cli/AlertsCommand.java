package skerry.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import skerry.agent.DataFolder;
import skerry.agent.alert.AckFolder;
import skerry.agent.alert.Acknowledgement;
import skerry.agent.alert.AlertMemory;
import skerry.agent.alert.AlertView;
import skerry.agent.alert.RuleTrouble;
import skerry.agent.ring.AlertNote;
import skerry.agent.ring.RingReader;
import skerry.agent.ring.StoredNote;
import skerry.platform.config.ConfigException;

/** Lists the alerts of this node's rules, and says that somebody knows of one. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the alerts of this node: their key, state, since when, value and summary; and rules that fail.",
            "Reads the ring, as it was written some 15 seconds ago, while the agent runs or after it has ended.",
            "--ack says that somebody knows of an alert; an agent that runs takes it up within seconds."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing fires that nobody has acknowledged, or the word was left",
            "1:the ring cannot be read, or no alert of this key fires",
            "2:wrong use",
            "3:an alert fires that nobody has acknowledged"
        })
public final class AlertsCommand implements Callable<Integer> {
    private static final int FIRES = 3;

    private final InstantSource clock;
    private final PrintStream target;

    @Mixin
    private RingOption ring = new RingOption();

    @Option(names = "--json", description = "Prints one JSON object a line.")
    private boolean json;

    @Option(names = "--ack", paramLabel = "KEY", description = "Acknowledges an alert; needs --by.")
    private @Nullable String ack;

    @Option(names = "--unack", paramLabel = "KEY", description = "Takes an acknowledgement back.")
    private @Nullable String unack;

    @Option(names = "--by", paramLabel = "NAME", description = "Who acknowledges; the hub shows it.")
    private @Nullable String by;

    @Option(names = "--note", paramLabel = "TEXT", description = "What is being done about it.")
    private @Nullable String note;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** @param target where the list goes, bytes in UTF-8 */
    public AlertsCommand(InstantSource clock, PrintStream target) {
        this.clock = clock;
        this.target = target;
    }

    @Override
    public Integer call() throws ConfigException, IOException, SQLException {
        checkOptions();
        List<AlertNote> notes;
        try (RingReader reader = ring.open()) {
            notes = reader.notes().stream()
                    .filter(StoredNote::intact)
                    .map(StoredNote::note)
                    .toList();
        }
        List<AlertView> alerts = notes.stream()
                .flatMap(one -> AlertMemory.view(one).stream())
                .sorted(Comparator.comparing(AlertView::firing, Comparator.reverseOrder())
                        .thenComparingLong(AlertView::since))
                .toList();
        if (ack != null || unack != null) {
            leave(alerts);
            return 0;
        }
        List<RuleTrouble> troubles =
                notes.stream().flatMap(one -> AlertMemory.trouble(one).stream()).toList();
        try (var out = new QueryOutput(target)) {
            if (json) {
                writeJson(alerts, troubles, out);
            } else {
                writeLines(alerts, troubles, out);
            }
        }
        return alerts.stream().anyMatch(AlertView::isOpen) ? FIRES : 0;
    }

    private void checkOptions() {
        if (ack != null && unack != null) {
            throw misuse("--ack and --unack cannot go together");
        }
        if (ack != null && (by == null || by.isBlank())) {
            throw misuse("--ack needs --by: the name under which people can ask you");
        }
        if (ack == null && (by != null || note != null)) {
            throw misuse("--by and --note need --ack");
        }
        if (by != null && by.length() > Acknowledgement.MOST_BY) {
            throw misuse("--by may have " + Acknowledgement.MOST_BY + " characters");
        }
        if (note != null && note.length() > Acknowledgement.MOST_NOTE) {
            throw misuse("--note may have " + Acknowledgement.MOST_NOTE + " characters");
        }
    }

    private void leave(List<AlertView> alerts) throws ConfigException, IOException {
        String key = ack != null ? ack : String.valueOf(unack);
        AlertView alert = alerts.stream()
                .filter(one -> one.firing() && one.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IOException(
                        "no alert with the key '" + key + "' fires: 'skerry-agent alerts' lists those that do"));
        Optional<Acknowledgement> word = ack == null
                ? Optional.empty()
                : Optional.of(new Acknowledgement(
                        String.valueOf(by).strip(), note == null ? "" : note.strip(), clock.millis()));
        new AckFolder(DataFolder.open(ring.config().data()).acknowledgements()).leave(key, word);
        target.println(alert.name() + (ack != null ? " is acknowledged" : " is no longer acknowledged")
                + " as soon as the agent takes the word up, within seconds if it runs");
        target.flush();
    }

    private void writeLines(List<AlertView> alerts, List<RuleTrouble> troubles, QueryOutput out) throws IOException {
        if (alerts.isEmpty()) {
            out.line("No alerts.");
        }
        for (AlertView alert : alerts) {
            out.line(alert.key() + "  " + (alert.firing() ? "firing " : "pending") + "  "
                    + (alert.severity().isEmpty() ? "-" : alert.severity()) + "  since "
                    + moment(alert.since()) + " (" + ago(alert.since()) + ")  " + alert.name() + " "
                    + alert.labels());
            out.line("    " + oneLine(alert.summary()) + "  (value " + QueryMetricsCommand.number(alert.value()) + ")");
            if (alert.firing() && !alert.description().isEmpty()) {
                out.line("    " + oneLine(alert.description()));
            }
            if (alert.acknowledged().isPresent()) {
                Acknowledgement known = alert.acknowledged().get();
                out.line("    acknowledged by " + known.by() + " at " + moment(known.wallMillis())
                        + (known.note().isEmpty() ? "" : ": " + known.note()));
            }
        }
        for (RuleTrouble trouble : troubles) {
            out.line("rule " + trouble.alert() + " of group " + trouble.group() + " fails since "
                    + moment(trouble.since()) + ": " + oneLine(trouble.problem()));
        }
    }

    private static void writeJson(List<AlertView> alerts, List<RuleTrouble> troubles, QueryOutput out)
            throws IOException {
        JsonGenerator object = out.json();
        for (AlertView alert : alerts) {
            object.writeStartObject();
            object.writeStringField("key", alert.key());
            object.writeStringField("alert", alert.name());
            object.writeStringField("state", alert.firing() ? "firing" : "pending");
            object.writeStringField("severity", alert.severity());
            object.writeNumberField("since", alert.since());
            object.writeNumberField("value", alert.value()); // NaN and infinities become strings.
            object.writeStringField("summary", alert.summary());
            object.writeStringField("description", alert.description());
            out.labels(alert.labels());
            if (alert.acknowledged().isPresent()) {
                Acknowledgement known = alert.acknowledged().get();
                object.writeObjectFieldStart("acknowledged");
                object.writeStringField("by", known.by());
                object.writeStringField("note", known.note());
                object.writeNumberField("at", known.wallMillis());
                object.writeEndObject();
            }
            object.writeEndObject();
            out.next();
        }
        for (RuleTrouble trouble : troubles) {
            object.writeStartObject();
            object.writeStringField("rule", trouble.alert());
            object.writeStringField("group", trouble.group());
            object.writeStringField("problem", trouble.problem());
            object.writeNumberField("since", trouble.since());
            object.writeEndObject();
            out.next();
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private static String moment(long millis) {
        return Instant.ofEpochMilli(millis).toString().substring(0, 16).replace('T', ' ');
    }

    private String ago(long millis) {
        Duration span = Duration.ofMillis(Math.max(0, clock.millis() - millis));
        if (span.toHours() >= 48) {
            return span.toDays() + " d";
        }
        return span.toMinutes() >= 120 ? span.toHours() + " h" : span.toMinutes() + " min";
    }

    private ParameterException misuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
