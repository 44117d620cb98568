package skerry.agent.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteKeyTest {
    private static final String DIGITS = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    private final SecureRandom random = new SecureRandom();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Path own = Path.of("");
    private Path named = Path.of("");

    @BeforeEach
    void nameFiles() {
        own = folder.resolve("own");
        named = folder.resolve("named");
    }

    @Test
    void anAgentWithoutOneMakesAKeyThatOnlyItsUserMayReadAndKeepsIt() throws IOException {
        SiteKey made = SiteKey.open(PrivacySettings.USUAL, own, random);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(own)).matches("[0-9a-f]{64}\n");
        assertThat(SiteKey.open(PrivacySettings.USUAL, own, random).fingerprint())
                .isEqualTo(made.fingerprint());
        assertThat(SiteKey.open(PrivacySettings.USUAL, folder.resolve("other"), random)
                        .fingerprint())
                .isNotEqualTo(made.fingerprint());
    }

    @Test
    void theFileThatIsNamedCountsAndNoOtherIsMade() throws IOException {
        Files.writeString(named, "  " + DIGITS.toUpperCase(java.util.Locale.ROOT) + "\n\n");

        SiteKey key = SiteKey.open(named(), own, random);

        assertThat(key.fingerprint()).isEqualTo(SiteKey.read(named).fingerprint());
        assertThat(own).doesNotExist();
    }

    @Test
    void theFingerprintIsNeitherTheKeyNorItsHash() throws IOException {
        Files.writeString(named, DIGITS);

        assertThat(SiteKey.read(named).fingerprint()).matches("[0-9a-f]{8}").isNotIn(DIGITS.substring(0, 8));
        assertThat(SiteKey.read(named).toString()).doesNotContain(DIGITS.substring(0, 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00112233",
                "key: 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
                "00112233445566778899aabbccddeeff00112233445566778899aabbccddeef",
                "0000000000000000000000000000000000000000000000000000000000000000"
            })
    void aNamedFileThatHoldsNoKeyIsRefusedWithWhatToDo(String content) throws IOException {
        Files.writeString(named, content);

        assertThatThrownBy(() -> SiteKey.open(named(), own, random))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(named.toString())
                .hasMessageContaining("openssl rand -hex 32");
    }

    @Test
    void aNamedFileThatIsMissingIsRefusedAndNotMade() {
        assertThatThrownBy(() -> SiteKey.open(named(), own, random))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no key of pseudonyms at " + named);
        assertThat(named).doesNotExist();
    }

    @Test
    void anOwnKeyThatWasDamagedIsPutAsideSoThatTheAgentStarts() throws IOException {
        Files.writeString(own, "\0\0\0\0");

        SiteKey made = SiteKey.open(PrivacySettings.USUAL, own, random);

        assertThat(SiteKey.read(own).fingerprint()).isEqualTo(made.fingerprint());
        assertThat(folder.resolve("own.damaged")).hasContent("\0\0\0\0");
    }

    private PrivacySettings named() {
        return new PrivacySettings(Map.of(), Optional.of(named));
    }
}
