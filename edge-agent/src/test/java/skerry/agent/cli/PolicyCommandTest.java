package skerry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import skerry.agent.privacy.PolicyDocument;
import skerry.agent.privacy.PrivacySettings;
import skerry.agent.privacy.SiteNames;

class PolicyCommandTest {
    private static final String DIGITS = "00112233445566778899aabbccddeeff".repeat(2);

    private static final PolicyDocument USUAL = PolicyDocument.of(PrivacySettings.USUAL, SiteNames.NONE);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void saysWhichPolicyTheBatchesNameAndWhatIsDoneWithEachKind() {
        String text = policy();

        assertThat(text)
                .startsWith("policy  " + USUAL.id() + ", version " + USUAL.version() + "\n")
                .containsPattern("\nemail +pseudonym\n")
                .containsPattern("\npassword +mask\n")
                .contains("key     it is made when the agent first starts");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theJsonHasEveryRuleAndTheFingerprintButNotTheKey() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), DIGITS);

        String text = policy("--json", "--set", "privacy.key-file=" + key, "--set", "privacy.actions=email=remove");
        JsonNode json = new ObjectMapper().readTree(text);

        assertThat(json.path("id").asText()).startsWith("skerry-" + USUAL.version() + "/");
        assertThat(json.path("version").asInt()).isEqualTo(USUAL.version());
        assertThat(json.path("key").path("fingerprint").asText()).matches("[0-9a-f]{8}");
        assertThat(text).doesNotContain(DIGITS.substring(0, 8));
        JsonNode email = json.path("kinds")
                .valueStream()
                .filter(kind -> kind.path("kind").asText().equals("email"))
                .findFirst()
                .orElseThrow();
        assertThat(email.path("action").asText()).isEqualTo("remove");
        assertThat(email.path("rules").get(0).asText()).contains("@");
    }

    @Test
    void aKeyThatCannotBeUsedIsToldWithItsReason() {
        assertThat(policy("--set", "privacy.key-file=/nowhere/key"))
                .contains("there is no key of pseudonyms at /nowhere/key");
    }

    private String policy(String... more) {
        var out = new ByteArrayOutputStream();
        var line = new CommandLine(new PolicyCommand(new PrintStream(out, true, StandardCharsets.UTF_8)));
        String[] arguments = new String[more.length + 2];
        arguments[0] = "--data";
        arguments[1] = folder.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        assertThat(line.execute(arguments)).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }
}
