package skerry.system.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A machine that is a folder. The installer, dpkg-deb, gpgv or its like, and the tools of files are the real ones; what would change this
 * machine or tell of it has a stand-in: dpkg, dpkg-query, systemctl, journalctl, curl, df, date, id, docker and the agent.
 * Those are tried on a real Debian in the tier install.
 */
final class MadeUpMachine implements AutoCloseable {
    /** What the installer may use of a machine, which Debian has without being asked. */
    private static final List<String> USUAL = List.of(
            "awk",
            "base64",
            "cat",
            "chmod",
            "cmp",
            "cp",
            "cut",
            "date",
            "dirname",
            "dpkg-deb",
            "grep",
            "head",
            "ln",
            "mkdir",
            "mktemp",
            "mv",
            "rm",
            "rmdir",
            "sed",
            "sh",
            "sha256sum",
            "sleep",
            "sync",
            "tail",
            "tar",
            "test",
            "timeout",
            "tr",
            "uname",
            "wc");

    private static final List<String> VERIFIERS = List.of("gpgv", "sqv", "openssl");

    private static final String DPKG = """
            #!/bin/sh
            case "$1" in
              --print-architecture) echo arm64 ;;
              --compare-versions) exec @DPKG@ "$@" ;;
              --remove | --purge) rm "$SKERRY_ROOT/dpkg/$2" ;;
              *)
                if [ -e "$SKERRY_ROOT/../locked" ]; then echo the lock is held; exit 2; fi
                for file; do :; done
                version=$(dpkg-deb -f "$file" Version)
                printf '%s installed\\n' "$version" >"$SKERRY_ROOT/dpkg/$(dpkg-deb -f "$file" Package)"
                ;;
            esac
            """;
    private static final String DPKG_QUERY = """
            #!/bin/sh
            for name; do :; done
            [ -e "$SKERRY_ROOT/dpkg/$name" ] && cat "$SKERRY_ROOT/dpkg/$name"
            """;
    /** Runs the version that is installed, unless the machine has a mind against it. */
    private static final String SYSTEMCTL = """
            #!/bin/sh
            if [ "$1" = show ]; then echo 0; exit 0; fi
            if grep -qs "^$(cut -d ' ' -f 1 "$SKERRY_ROOT/dpkg/$2") " "$SKERRY_ROOT/../broken"; then echo failed; exit 3; fi
            echo active
            """;

    private static final String DF = """
            #!/bin/sh
            printf 'Filesystem 1024-blocks Used Available Capacity Mounted on\\n/dev/root 1 1 %s 1%% /\\n' "$(cat "$SKERRY_ROOT/../free")"
            """;

    private final Path folder;
    private final Path root;
    private final Path tools;
    private Map<String, String> asks = Map.of();

    MadeUpMachine(Path folder) throws Exception {
        this.folder = folder;
        this.root = Files.createDirectories(folder.resolve("root"));
        this.tools = Files.createDirectories(folder.resolve("tools"));
        for (String each : List.of("run/systemd/system", "usr", "var/lib", "etc", "dpkg")) {
            Files.createDirectories(root.resolve(each));
        }
        write("etc/debian_version", "13.1\n");
        write("dpkg/libc6", "2.41-12 installed\n");
        write("dpkg/passwd", "1:4.17.4-2 installed\n");
        free(1_000_000);
        for (String each : USUAL) {
            pass(each);
        }
        for (String each : VERIFIERS) {
            if (present(each)) {
                pass(each);
            }
        }
        String dpkg = DebianMachine.done(DebianMachine.run(List.of("sh", "-c", "command -v dpkg")))
                .strip();
        tool("dpkg", DPKG.replace("@DPKG@", dpkg));
        tool("dpkg-query", DPKG_QUERY);
        tool("systemctl", SYSTEMCTL);
        tool("journalctl", "#!/bin/sh\necho the heap is too small\n");
        tool("curl", "#!/bin/sh\nexit 0\n");
        tool("df", DF);
        tool("id", "#!/bin/sh\necho 0\n");
        tool("skerry-agent", "#!/bin/sh\nprintf '%s\\n' \"$*\" >>\"$SKERRY_ROOT/../asked\"\n");
    }

    /** Why no made-up machine can be had here. */
    static Optional<String> missing() throws IOException, InterruptedException {
        for (String tool : List.of("dash", "dpkg-deb", "node", "sha256sum")) {
            if (!present(tool)) {
                return Optional.of("no " + tool + " here");
            }
        }
        for (String each : VERIFIERS) {
            if (present(each)) {
                return Optional.empty();
            }
        }
        return Optional.of("none of gpgv, sqv and openssl here");
    }

    static boolean present(String tool) throws IOException, InterruptedException {
        return DebianMachine.run(List.of("sh", "-c", "command -v " + tool)).code() == 0;
    }

    private void pass(String tool) throws IOException {
        // Not by a shell, which has some of them in itself.
        Path found = Stream.of(System.getenv("PATH").split(":"))
                .map(each -> Path.of(each, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IOException("no " + tool + " here"));
        Files.createSymbolicLink(tools.resolve(tool), found);
    }

    /** Puts into it what another machine has in its folders. */
    void become(MadeUpMachine other) throws IOException, InterruptedException {
        DebianMachine.done(DebianMachine.run(List.of("cp", "-a", other.root + "/.", root.toString())));
    }

    /** From now on it has no such tool. */
    void without(String tool) throws IOException {
        Files.deleteIfExists(tools.resolve(tool));
    }

    /** From now on this tool alone checks signatures. */
    void verifiesBy(String tool) throws IOException {
        for (String each : VERIFIERS) {
            if (!each.equals(tool)) {
                without(each);
            }
        }
    }

    void tool(String name, String script) throws IOException {
        without(name);
        Path file = Files.writeString(tools.resolve(name), script);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("making " + file + " executable");
        }
    }

    /** Sets a variable of the installer's environment. */
    void ask(String name, String value) {
        var more = new TreeMap<>(asks);
        more.put(name, value);
        asks = Map.copyOf(more);
    }

    void free(long kib) throws IOException {
        Files.writeString(folder.resolve("free"), Long.toString(kib));
    }

    /** From now on this version ends as soon as it is started. */
    void breakVersion(String version) throws IOException {
        Files.writeString(folder.resolve("broken"), version + " \n");
    }

    /** From now on dpkg refuses. */
    void breakDpkg() throws IOException {
        Files.createFile(folder.resolve("locked"));
    }

    void write(String file, String text) throws IOException {
        MadeUpStick.write(root.resolve(file), text);
    }

    Path file(String name) {
        return root.resolve(name);
    }

    /** The version of a package that is installed, or empty. */
    String installed(String name) throws IOException {
        Path file = root.resolve("dpkg/" + name);
        return Files.exists(file) ? Files.readString(file).replace(" installed\n", "") : "";
    }

    /** What the agent was called with, one call a line. */
    String asked() throws IOException {
        Path file = folder.resolve("asked");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** Runs an installer by a plain shell. */
    DebianMachine.Ended install(Path installer, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("/usr/bin/dash", installer.toString()));
        command.addAll(List.of(arguments));
        return run(command, "");
    }

    /** Runs the installer of a stick as a person does who is asked something: at a terminal. */
    DebianMachine.Ended installAtTerminal(MadeUpStick stick, String typed) throws IOException, InterruptedException {
        String command = "/usr/bin/dash '" + stick.file("install.sh") + "'";
        return run(List.of("/usr/bin/script", "--quiet", "--return", "--command", command, "/dev/null"), typed);
    }

    private DebianMachine.Ended run(List<String> command, String typed) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("SKERRY_ROOT", root.toString());
        builder.environment().put("SKERRY_TRIES", "1");
        builder.environment().put("TMPDIR", folder.toString());
        builder.environment().putAll(asks);
        builder.environment().put("SHELL", "/bin/sh");
        Process process = builder.start();
        try (var in = process.getOutputStream()) {
            in.write(typed.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new DebianMachine.Ended(process.waitFor(), out);
    }

    DebianMachine.Ended install(MadeUpStick stick, String... arguments) throws IOException, InterruptedException {
        return install(stick.file("install.sh"), arguments);
    }

    /** Every file of the machine, with its content. */
    Map<String, String> contents() throws IOException {
        var all = new TreeMap<String, String>();
        try (Stream<Path> found = Files.walk(root)) {
            for (Path each : found.filter(Files::isRegularFile).toList()) {
                all.put(root.relativize(each).toString(), Files.readString(each, StandardCharsets.ISO_8859_1));
            }
        }
        return all;
    }

    /** Every file and folder of the machine, with mode, time of change and content. */
    Map<String, String> snapshot() throws IOException {
        var all = new TreeMap<String, String>();
        try (Stream<Path> found = Files.walk(root)) {
            for (Path each : found.toList()) {
                String content = Files.isRegularFile(each) ? Files.readString(each, StandardCharsets.ISO_8859_1) : "";
                all.put(
                        root.relativize(each).toString(),
                        Files.getPosixFilePermissions(each) + " " + Files.getLastModifiedTime(each) + " " + content);
            }
        }
        return all;
    }

    /** Takes its tools away, of which many are links to those of this machine. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.list(tools)) {
            for (Path each : all.toList()) {
                Files.delete(each);
            }
        }
    }
}
