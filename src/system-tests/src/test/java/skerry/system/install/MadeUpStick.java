package skerry.system.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import skerry.system.process.Checkout;

/** A stick with the real installer, key and seal, and with small packages and images that do nothing. */
final class MadeUpStick {
    /** The architecture of all made-up machines, whatever this one is. */
    static final String ARCH = "arm64";

    private final Path home;

    private MadeUpStick(Path home) {
        this.home = home;
    }

    /** @param key the private release key; made if it is not there; {@code former} are those before it, the oldest first */
    static MadeUpStick make(Path home, String version, Path key, Path... former) throws Exception {
        for (String name : List.of("skerry-agent", "skerry-hub")) {
            pack(home.resolve("deb/" + name + "_" + version + "_" + ARCH + ".deb"), name, version, ARCH);
            write(home.resolve("images/" + name + ".oci.tar"), "image of " + name + " " + version + "\n");
        }
        write(home.resolve("k3s/skerry-agent.yaml"), "# manifest of " + version + "\n");
        write(home.resolve("START-HERE.txt"), "Put it in.\n");
        Files.copy(tool("install.sh"), home.resolve("install.sh"));
        makeKey(key);
        var stick = new MadeUpStick(home);
        stick.seal(version, key, former);
        return stick;
    }

    /** A private release key, if there is none. */
    static void makeKey(Path key) throws Exception {
        done("node", tool("release.mjs").toString(), "key", key.toString());
    }

    /** Signs what is there now. */
    void seal(String version, Path key, Path... former) throws Exception {
        var command = new ArrayList<>(
                List.of(tool("seal").toString(), home.toString(), version, "0.1.0", "arm64,armhf", key.toString()));
        for (Path each : former) {
            command.add(each.toString());
        }
        done(command.toArray(String[]::new));
    }

    /** A package of one file that names the version; it needs a C library that every machine has. */
    static void pack(Path file, String name, String version, String arch) throws Exception {
        Path raw = Files.createTempDirectory("package");
        write(raw.resolve("DEBIAN/control"), """
                Package: %s
                Version: %s
                Architecture: %s
                Maintainer: Skerry <skerry@localhost>
                Installed-Size: 1000
                Depends: libc6 (>= 2.38), passwd
                Description: made up
                """.formatted(name, version, arch));
        write(raw.resolve("usr/lib/" + name + "/version"), version + "\n");
        Files.createDirectories(file.getParent());
        done("dpkg-deb", "--root-owner-group", "-Znone", "--build", raw.toString(), file.toString());
        done("rm", "-r", raw.toString());
    }

    Path home() {
        return home;
    }

    Path file(String name) {
        return home.resolve(name);
    }

    /** Every file that the bundle has, as names below it. */
    List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile)
                    .map(each -> home.relativize(each).toString())
                    .sorted()
                    .toList();
        }
    }

    /** As the printed page has it. */
    String fingerprint() throws Exception {
        return done(
                        "sh",
                        "-c",
                        "sha256sum <\"$0\" | cut -c 1-32",
                        file("release-key").toString())
                .strip();
    }

    /** The same bytes in another folder. */
    MadeUpStick copiedTo(Path to) throws IOException {
        for (String each : files()) {
            Files.createDirectories(to.resolve(each).getParent());
            Files.copy(file(each), to.resolve(each), StandardCopyOption.REPLACE_EXISTING);
        }
        return new MadeUpStick(to);
    }

    static Path tool(String name) {
        return Checkout.home().resolve("arm/stick").resolve(name);
    }

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String done(String... command) throws Exception {
        return DebianMachine.done(DebianMachine.run(List.of(command)));
    }
}
