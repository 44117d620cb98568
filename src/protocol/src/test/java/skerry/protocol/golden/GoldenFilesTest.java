package skerry.protocol.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubIdentity;

/**
 * Version 1 of the wire format, byte by byte. Agents in the field speak it for years, so a file is added but never changed;
 * {@code -Dskerry.golden=add} writes those that are missing, and {@code -Dskerry.golden=rewrite} all of them, which is right
 * only as long as nobody has them.
 */
class GoldenFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden/v1");
    private static final String PROPERTY = "skerry.golden";
    private static final int BYTES_PER_LINE = 32;

    @TestFactory
    List<DynamicTest> todaysEncoderAndDecoderSpeakVersionOne() throws Exception {
        return Examples.all().stream()
                .map(example -> DynamicTest.dynamicTest(example.name(), () -> check(example)))
                .toList();
    }

    private static void check(Example example) throws Exception {
        Path file = FOLDER.resolve(example.name() + ".bin");
        String property = System.getProperty(PROPERTY, "");
        if (property.equals("rewrite") || (property.equals("add") && !Files.exists(file))) {
            write(file, example);
        }
        byte[] golden = Files.readAllBytes(file);

        assertThat(example.reader().read(golden)).isEqualTo(example.expected());
        if (example.sameBytes()) {
            assertThat(example.made().hex()).isEqualTo(HexFormat.of().formatHex(golden));
        } else {
            assertThat(example.reader().read(example.made().toArray())).isEqualTo(example.expected());
        }
    }

    @Test
    void noGoldenFileIsWithoutItsExample() throws Exception {
        var names = Examples.all().stream().map(Example::name).toList();
        try (var files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".bin"))
                            .map(name -> name.substring(0, name.length() - 4))
                            .filter(name -> !name.startsWith("identity-")))
                    .containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void identitiesWrittenLongAgoCanStillBeLoadedAndAreWrittenTheSame(@TempDir Path folder) throws IOException {
        Path agentFile = FOLDER.resolve("identity-agent.bin");
        Path hubFile = FOLDER.resolve("identity-hub.bin");
        if (!System.getProperty(PROPERTY, "").isEmpty() && !Files.exists(agentFile)) {
            Examples.AGENT.create(agentFile);
            Examples.HUB.create(hubFile);
        }

        assertThat(AgentIdentity.load(agentFile).card()).isEqualTo(Examples.AGENT.card());
        assertThat(HubIdentity.load(hubFile).card()).isEqualTo(Examples.HUB.card());
        Examples.AGENT.create(folder.resolve("agent"));
        Examples.HUB.create(folder.resolve("hub"));
        assertThat(folder.resolve("agent")).hasSameTextualContentAs(agentFile);
        assertThat(folder.resolve("hub")).hasSameTextualContentAs(hubFile);
    }

    private static void write(Path file, Example example) throws IOException {
        Files.createDirectories(FOLDER);
        Files.write(file, example.made().toArray());
        var text = new StringBuilder(example.about()).append("\n\n");
        text.append(example.expected()).append("\n\n");
        byte[] bytes = example.made().toArray();
        for (int at = 0; at < bytes.length; at += BYTES_PER_LINE) {
            text.append("%04x  ".formatted(at))
                    .append(HexFormat.of().formatHex(bytes, at, Math.min(bytes.length, at + BYTES_PER_LINE)))
                    .append('\n');
        }
        Files.writeString(file.resolveSibling(example.name() + ".txt"), text.toString(), StandardCharsets.UTF_8);
    }
}
