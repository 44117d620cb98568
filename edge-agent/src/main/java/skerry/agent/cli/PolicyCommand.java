package skerry.agent.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import skerry.agent.DataFolder;
import skerry.agent.config.AgentConfig;
import skerry.agent.privacy.PolicyDocument;
import skerry.agent.privacy.SiteKey;
import skerry.agent.privacy.SiteNames;

/** Prints the policy in force as a document: its id, what it looks for, and what is done with what it finds. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what is redacted here, and how: the policy that the id in the header of every batch stands for.",
            "Of the key of pseudonyms it shows a fingerprint, by which nodes can be compared, and never the key."
        })
public final class PolicyCommand implements Callable<Integer> {
    private final PrintStream target;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--json", description = "Prints one JSON object, with every rule.")
    private boolean json;

    /** @param target where the document goes, bytes in UTF-8 */
    public PolicyCommand(PrintStream target) {
        this.target = target;
    }

    /**
     * The key as far as it can be seen.
     *
     * @param fingerprint empty if there is none
     * @param state why there is none; empty if there is one
     */
    private record Key(Path file, String fingerprint, String state) {
        static Key of(AgentConfig config) {
            Path own = new DataFolder(config.data()).siteKey();
            Path file = config.privacy().keyFile().orElse(own);
            if (file.equals(own) && !Files.exists(own)) {
                return new Key(file, "", "it is made when the agent first starts");
            }
            try {
                return new Key(file, SiteKey.read(file).fingerprint(), "");
            } catch (IOException e) {
                return new Key(file, "", String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public Integer call() throws Exception {
        AgentConfig config = options.load();
        var policy = PolicyDocument.of(
                config.privacy(), SiteNames.read(config.collect().paths().rootfs(), config.node()));
        Key key = Key.of(config);
        try (var out = new QueryOutput(target)) {
            if (json) {
                write(policy, key, out.json());
            } else {
                write(policy, key, out);
            }
        }
        return 0;
    }

    private static void write(PolicyDocument policy, Key key, QueryOutput out) throws IOException {
        out.line("policy  " + policy.id() + ", version " + policy.version());
        out.line("key     "
                + (key.fingerprint.isEmpty() ? key.state : "fingerprint " + key.fingerprint + ", from " + key.file));
        out.line("");
        int width = policy.kinds().stream()
                .mapToInt(kind -> kind.name().length())
                .max()
                .orElse(0);
        for (PolicyDocument.Kind kind : policy.kinds()) {
            out.line(kind.name()
                    + " ".repeat(width + 2 - kind.name().length())
                    + kind.action().word());
        }
    }

    private static void write(PolicyDocument policy, Key key, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", policy.id());
        json.writeNumberField("version", policy.version());
        json.writeObjectFieldStart("key");
        json.writeStringField("file", key.file.toString());
        json.writeStringField(key.fingerprint.isEmpty() ? "state" : "fingerprint", key.fingerprint + key.state);
        json.writeEndObject();
        json.writeArrayFieldStart("kinds");
        for (PolicyDocument.Kind kind : policy.kinds()) {
            json.writeStartObject();
            json.writeStringField("kind", kind.name());
            json.writeStringField("action", kind.action().word());
            json.writeArrayFieldStart("rules");
            for (String rule : kind.rules()) {
                json.writeString(rule);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
