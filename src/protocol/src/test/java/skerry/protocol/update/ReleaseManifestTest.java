package skerry.protocol.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.Mutation;
import skerry.protocol.ProtocolException;

/** Reads a release that arm/stick/seal made, signed by a key that another one signed. */
class ReleaseManifestTest {
    private static final Path FOLDER = Path.of("src/test/resources/release");
    private static final String DIGEST = "5a".repeat(32);

    @Test
    void whatTheBundlerSignedIsRead() throws Exception {
        ReleaseManifest manifest = ReleaseManifest.verified(file("manifest"), file("manifest.sig"), key("release-key"));

        assertThat(manifest.version()).isEqualTo("0.2.0");
        assertThat(manifest.architectures()).containsExactly("amd64", "arm64");
        ReleaseFile ours = manifest.agentPackage("arm64").orElseThrow();
        assertThat(ours.path()).isEqualTo("deb/skerry-agent_0.2.0_arm64.deb");
        assertThat(ours.digest())
                .isEqualTo(Bytes.of("one\n".getBytes(StandardCharsets.US_ASCII)).sha256());
        assertThat(ours.size()).isEqualTo(4);
        assertThat(manifest.agentPackage("armhf")).isEmpty();
        assertThat(manifest.papers())
                .extracting(ReleaseFile::path)
                .containsExactlyInAnyOrder("install.sh", "release-key", "rotation/1.key", "rotation/1.sig");
    }

    @Test
    void anotherKeySignedItForNobody() throws Exception {
        assertThatThrownBy(() -> ReleaseManifest.verified(file("manifest"), file("manifest.sig"), key("old-key")))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(
                        "does not hold by the release key " + key("old-key").fingerprint());
    }

    @Test
    void aKeyLeadsToTheOneThatItSignedAndToNoOther() throws Exception {
        var signed = new ReleaseKey.Rotation(key("1.key"), ReleaseSignature.parse(file("1.sig")));
        var notSigned = new ReleaseKey.Rotation(key("old-key"), ReleaseSignature.parse(file("manifest.sig")));

        assertThat(key("old-key").follow(List.of(signed))).isEqualTo(key("release-key"));
        assertThat(key("old-key").follow(List.of(notSigned, signed, notSigned))).isEqualTo(key("release-key"));
        assertThat(key("release-key").follow(List.of(notSigned))).isEqualTo(key("release-key"));
        assertThat(key("old-key")
                        .follow(List.of(
                                new ReleaseKey.Rotation(key("1.key"), ReleaseSignature.parse(file("manifest.sig"))))))
                .isEqualTo(key("old-key"));
    }

    @Test
    void aFingerprintIsTheOneOfThePrintedPage() throws Exception {
        assertThat(key("release-key").fingerprint())
                .matches("([0-9a-f]{4}-){7}[0-9a-f]{4}")
                .isEqualTo(Bytes.of(file("release-key"))
                        .sha256()
                        .hex()
                        .substring(0, 32)
                        .replaceAll("(.{4})(?!$)", "$1-"));
    }

    @Test
    void noByteOfManifestOrSignaturesCanBeChanged() throws Exception {
        ReleaseKey key = key("release-key");
        for (String name : List.of("manifest", "manifest.sig")) {
            byte[] whole = file(name);
            for (int at = 0; at < whole.length; at++) {
                byte[] changed = whole.clone();
                changed[at] ^= 1;
                byte[] manifest = name.equals("manifest") ? changed : file("manifest");
                byte[] signatures = name.equals("manifest") ? file("manifest.sig") : changed;
                assertThatThrownBy(() -> ReleaseManifest.verified(manifest, signatures, key))
                        .as("byte %s of %s", at, name)
                        .isInstanceOf(ProtocolException.class);
            }
        }
    }

    @Test
    void changedTextsAreReadOrRefusedInOneSentence() throws Exception {
        var random = new Random(52);
        for (int i = 0; i < 6_000; i++) {
            refusedOrRead(ReleaseManifest::parse, Mutation.of(file("manifest"), random));
            refusedOrRead(ReleaseSignature::parse, Mutation.of(file("manifest.sig"), random));
            refusedOrRead(ReleaseKey::parse, Mutation.of(file("release-key"), random));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../etc/passwd",
                "/etc/passwd",
                "deb/../../x",
                "-rf",
                "deb//x",
                "deb/",
                "a b",
                "",
                "ünicode",
                "a;b",
                "a\\b"
            })
    void aPathThatLeavesTheFolderIsRefused(String path) {
        assertThatThrownBy(() -> ReleaseManifest.parse(manifest("file " + DIGEST + " 1 " + path)))
                .isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "", "4294967296", "99999999999999999999", "0x10", "1 ", "+1"})
    void aSizeThatIsNoneIsRefused(String size) {
        assertThatThrownBy(() -> ReleaseManifest.parse(manifest("file " + DIGEST + " " + size + " x")))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void moreFilesThanALimitOrOneTwiceIsRefused() {
        var many = new StringBuilder();
        for (int i = 0; i <= Limits.MAX_RELEASE_FILES; i++) {
            many.append("file ").append(DIGEST).append(" 1 f").append(i).append('\n');
        }
        assertThatThrownBy(() -> ReleaseManifest.parse(manifest(many.toString())))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> ReleaseManifest.parse(manifest("file " + DIGEST + " 1 f\nfile " + DIGEST + " 1 f")))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> ReleaseManifest.parse(new byte[Limits.MAX_RELEASE_TEXT_BYTES + 1]))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("65537 bytes");
    }

    @Test
    void linesOfALaterVersionArePassedOver() throws Exception {
        ReleaseManifest manifest = ReleaseManifest.parse(manifest("from 0.1.0\nfile " + DIGEST + " 1 x\nnonsense\n"));

        assertThat(manifest.files()).hasSize(1);
    }

    private interface Reader {
        Object read(byte[] bytes) throws ProtocolException;
    }

    private static void refusedOrRead(Reader reader, byte[] bytes) {
        try {
            reader.read(bytes);
        } catch (ProtocolException e) {
            assertThat(e.getMessage()).endsWith(".").doesNotContain("\n");
        }
    }

    private static byte[] manifest(String more) {
        return ("skerry bundle 1\nversion 0.2.0\narch amd64\n" + more).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] file(String name) throws IOException {
        return Files.readAllBytes(FOLDER.resolve(name));
    }

    private static ReleaseKey key(String name) throws IOException, ProtocolException {
        return ReleaseKey.parse(file(name));
    }
}
