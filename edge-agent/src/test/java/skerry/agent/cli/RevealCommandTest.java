package skerry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import skerry.agent.privacy.Pseudonyms;
import skerry.agent.privacy.SiteKey;

class RevealCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();
    private Path key = Path.of("");

    @BeforeEach
    void aSite() throws Exception {
        key = write("data/site-key", "00112233445566778899aabbccddeeff".repeat(2));
        write("root/etc/passwd", "root:x:0:0::/root:/bin/sh\nolav:x:1000:1000::/home/olav:/bin/sh\n");
        write("root/etc/hosts", "127.0.0.1 localhost\n203.0.113.9 pump-7.plant.example pump-7 # the pump\n");
        write("proc/net/arp", """
                IP address HW type Flags HW address Mask Device
                198.51.100.4     0x1   0x2   de:ad:be:ef:00:01     *        eth0
                """);
        write("log/app.log", "first line\nlogin of Ann@Example.org failed\n");
        write("log/app.log.1", "user=kari came\n");
        Path packed = folder.resolve("log/app.log.2.gz");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(packed))) {
            gzip.write("from 2001:db8::7 port 1\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "email, ann@example.org, Ann@Example.org, 'app.log, line 2'",
        "user, kari, kari, 'app.log.1, line 1'",
        "ipv6, 2001:DB8:0::7, 2001:db8::7, 'app.log.2.gz, line 1'",
        "user, olav, olav, 'passwd, line 2'",
        "host, pump-7, pump-7, 'hosts, line 2'",
        "ipv4, 203.0.113.9, 203.0.113.9, 'hosts, line 2'",
        "mac, DEADBEEF0001, de:ad:be:ef:00:01, 'arp, line 2'"
    })
    void aValueIsFoundWhereverTheSiteHasIt(String kind, String value, String shown, String where) throws Exception {
        String token = token(kind, value);

        for (String pasted : List.of("<" + kind + ":" + token + ">", token)) {
            out.reset();
            assertThat(reveal("--no-addresses", pasted)).isZero();
            assertThat(text()).startsWith(shown + "\t").endsWith(where + "\n");
        }
        assertThat(err.toString()).as("what may end up in a log").doesNotContainIgnoringCase(shown);
    }

    @Test
    void aPrivateAddressIsFoundByTrying() throws Exception {
        assertThat(reveal("<ipv4:" + token("ipv4", "172.16.9.1") + ">")).isZero();

        assertThat(text()).isEqualTo("172.16.9.1\tthe private networks, by trying\n");
    }

    @Test
    void aFileThatIsNamedIsLookedIntoAsWell() throws Exception {
        Path old = write("elsewhere/old.log", "mail from eva@example.net\n");
        String token = token("email", "eva@example.net");

        assertThat(reveal("--no-addresses", token)).isEqualTo(1);
        assertThat(reveal("--no-addresses", token, old.toString())).isZero();

        assertThat(text()).isEqualTo("eva@example.net\t" + old + ", line 1\n");
    }

    @Test
    void anotherSitesTokenIsNotFound() throws Exception {
        String token = token("email", "ann@example.org");
        Files.writeString(key, "ffeeddccbbaa99887766554433221100".repeat(2));

        assertThat(reveal("--no-addresses", token)).isEqualTo(1);

        assertThat(text()).isEmpty();
        assertThat(err.toString()).contains("nothing that this site has now");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<email>", "abc", "<email:abcdefgh18>", "abcdefghijk", ""})
    void whatIsNoTokenIsRefused(String text) {
        assertThat(reveal(text)).isEqualTo(2);
        assertThat(err.toString()).contains("this is none");
    }

    private String token(String kind, String value) throws Exception {
        return new Pseudonyms(SiteKey.read(key)).token(kind, value);
    }

    private Path write(String name, String content) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        return Files.writeString(file, content);
    }

    private int reveal(String... more) {
        var command = new RevealCommand(InstantSource.system(), new PrintStream(out, true, StandardCharsets.UTF_8));
        var arguments = new ArrayList<>(List.of(
                "--data",
                folder.resolve("data").toString(),
                "--path.rootfs",
                folder.resolve("root").toString(),
                "--path.procfs",
                folder.resolve("proc").toString(),
                "--set",
                "logs.journald=false",
                "--set",
                "logs.include=" + folder.resolve("log/*.log")));
        arguments.addAll(List.of(more));
        return new CommandLine(command).setErr(new PrintWriter(err, true)).execute(arguments.toArray(String[]::new));
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
