package skerry.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.protocol.Bytes;
import skerry.protocol.FixedRandom;

class IdentityTest {
    private final AgentIdentity agent = AgentIdentity.generate(new FixedRandom(1));
    private final HubIdentity hub = HubIdentity.generate(new FixedRandom(2));

    @TempDir
    Path folder;

    @Test
    void anIdentityComesBackFromItsFileWhichOnlyItsOwnerCanRead() throws Exception {
        Path file = folder.resolve("identity");
        agent.create(file);

        var loaded = AgentIdentity.load(file);

        assertThat(loaded.card()).isEqualTo(agent.card());
        assertThat(loaded.mqttPassword()).isEqualTo(agent.mqttPassword());
        assertThat(loaded.signingKey().sign("x")).isEqualTo(agent.signingKey().sign("x"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }

        Path hubFile = folder.resolve("hub");
        hub.create(hubFile);
        assertThat(HubIdentity.load(hubFile).card()).isEqualTo(hub.card());
    }

    @Test
    void anIdentityIsNeverOverwritten() throws Exception {
        Path file = folder.resolve("identity");
        agent.create(file);
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> AgentIdentity.generate(new FixedRandom(3)).create(file))
                .isInstanceOf(FileAlreadyExistsException.class);

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void aFileLeftBehindByACrashIsReplaced() throws Exception {
        Path file = folder.resolve("identity");
        Files.writeString(folder.resolve("identity.tmp"), "half");

        agent.create(file);

        assertThat(AgentIdentity.load(file).uid()).isEqualTo(agent.uid());
    }

    @Test
    void anyChangedLineOfAnIdentityIsNoticed() throws Exception {
        Path file = folder.resolve("identity");
        agent.create(file);
        var lines = Files.readAllLines(file);
        var other = AgentIdentity.generate(new FixedRandom(4));
        Path otherFile = folder.resolve("other");
        other.create(otherFile);
        var otherLines = Files.readAllLines(otherFile);
        for (int i = 0; i < lines.size(); i++) {
            for (String damaged :
                    new String[] {"", lines.get(i).substring(0, lines.get(i).length() - 9), "x: y"}) {
                var changed = new java.util.ArrayList<>(lines);
                changed.set(i, damaged);
                assertRefused(changed);
            }
        }
        for (int key = 2; key <= 5; key++) {
            var mixed = new java.util.ArrayList<>(lines);
            mixed.set(key, otherLines.get(key));
            assertRefused(mixed);
        }
    }

    private void assertRefused(java.util.List<String> lines) throws IOException {
        Path damaged = folder.resolve("damaged");
        Files.write(damaged, lines);
        assertThatThrownBy(() -> AgentIdentity.load(damaged))
                .as(lines.toString())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(damaged.toString())
                .hasMessageContaining("restore it from a copy");
    }

    @Test
    void cardsSurviveBeingPasted() {
        assertThat(agent.card().text()).startsWith("skerry-agent-1:" + agent.uid() + ":");
        assertThat(AgentCard.parse("  " + agent.card().text() + "\n")).isEqualTo(agent.card());
        assertThat(hub.card().text()).startsWith("skerry-hub-1:");
        assertThat(HubCard.parse(hub.card().text() + " ")).isEqualTo(hub.card());
        assertThat(hub.card().keyId().size()).isEqualTo(8);
    }

    @Test
    void aCardWithOneWrongCharacterIsRefusedInOneSentence() {
        for (String card : new String[] {agent.card().text(), hub.card().text()}) {
            for (int i = 0; i < card.length(); i++) {
                char swapped = card.charAt(i) == 'b' ? 'c' : 'b';
                String changed = card.substring(0, i) + swapped + card.substring(i + 1);
                assertThatThrownBy(() -> parse(changed))
                        .as(changed)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageEndingWith(".");
            }
            assertThatThrownBy(() -> parse(card.substring(0, card.length() - 3)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("copy");
        }
    }

    private Object parse(String card) {
        return card.contains("agent") || !card.contains("hub") ? AgentCard.parse(card) : HubCard.parse(card);
    }

    @Test
    void aCardAdmitsItsAgentsPasswordOnly() {
        assertThat(agent.card().admits(agent.mqttPassword())).isTrue();
        assertThat(agent.card().admits(agent.mqttPassword().replace('a', 'b'))).isFalse();
        assertThat(agent.card().admits("")).isFalse();
        assertThat(agent.card().admits("zz")).isFalse();
    }

    @Test
    void aSignatureHoldsForItsContextMessageAndKeyOnly() {
        var message = Bytes.ofHex("0102");
        Bytes signature = agent.signingKey().sign("one", message);
        var key = agent.card().verifyKey();

        assertThat(key.holds(signature, "one", message)).isTrue();
        assertThat(key.holds(signature, "two", message)).isFalse();
        assertThat(key.holds(signature, "one", Bytes.ofHex("0103"))).isFalse();
        assertThat(hub.card().verifyKey().holds(signature, "one", message)).isFalse();
        assertThat(key.holds(Bytes.of(new byte[64]), "one", message)).isFalse();
        assertThat(key.holds(Bytes.of(new byte[63]), "one", message)).isFalse();
        assertThat(key.holds(Bytes.ofHex("ff".repeat(64)), "one", message)).isFalse();
    }

    @Test
    void nothingThatIsPrintedHoldsASecret() {
        assertThat(agent.toString()).isEqualTo("agent " + agent.uid());
        assertThat(hub.toString()).isEqualTo("hub " + hub.card().keyId());
        assertThatThrownBy(() -> new SigningKey(agent.agree().getPrivate()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
