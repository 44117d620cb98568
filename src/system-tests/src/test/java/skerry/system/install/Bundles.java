package skerry.system.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import skerry.system.process.Checkout;

/** Bundles as {@code ./skerry bundle} makes them, of this checkout's programs under several versions, all signed by one key. */
final class Bundles {
    static final String OLD = "0.1.0~1";
    static final String NEW = "0.1.0~2";
    /** Of which the agent is no program. */
    static final String BROKEN = "0.1.0~3";

    private final Path folder;
    private final String arch;

    /** @param folder of its own */
    Bundles(Path folder, String architecture) throws Exception {
        this.folder = Files.createDirectories(folder);
        arch = architecture;
        done("node", release(), "key", key().toString());
        Files.writeString(publicKey(), done("node", release(), "public", key().toString()));
    }

    /** Leaves a test out where no machine, or no bundle for one, can be made. */
    static void assumeTheyCanBeTried(String architecture) throws Exception {
        var missing = DebianMachine.missing(architecture);
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        assumeTrue(
                Files.exists(Checkout.home().resolve("target/image/skerry-agent.oci.tar")),
                "no images here: ./skerry image");
    }

    /** Builds the packages of {@link #OLD}. */
    void build(String... options) throws Exception {
        var command = new ArrayList<>(List.of(
                Checkout.home().resolve("arm/deb").toString(),
                "--arch",
                arch,
                "--version",
                OLD,
                "--to",
                packages(OLD).toString()));
        command.addAll(List.of(options));
        var builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
    }

    Path key() {
        return folder.resolve("release-key.pem");
    }

    /** That a machine pins. */
    Path publicKey() {
        return folder.resolve("release-key");
    }

    Path packageOf(String name, String version) {
        return packages(version).resolve(name + "_" + version + "_" + arch + ".deb");
    }

    /** Puts a bundle of a version there, in place of what is there. */
    void make(String version, Path there) throws Exception {
        if (!version.equals(OLD)) {
            for (String name : List.of("skerry-agent", "skerry-hub")) {
                repack(name, version);
            }
        }
        done(
                Checkout.home().resolve("arm/bundle").toString(),
                "--as-built",
                "--arch",
                arch,
                "--debs",
                packages(version).toString(),
                "--key",
                key().toString(),
                "--to",
                folder.resolve("skerry").toString());
        Files.createDirectories(there.getParent());
        done("rm", "-rf", there.toString());
        done("mv", folder.resolve("skerry").toString(), there.toString());
    }

    /** Of the key, as the page says it that is printed with a bundle. */
    String fingerprint() throws Exception {
        return Files.readString(folder.resolve("skerry.html"))
                .replaceAll("(?s).*?(([0-9a-f]{4}-){7}[0-9a-f]{4}).*", "$1");
    }

    private Path packages(String version) {
        return folder.resolve("deb " + version);
    }

    private void repack(String name, String version) throws Exception {
        Path raw = folder.resolve("raw");
        done("rm", "-rf", raw.toString());
        done("dpkg-deb", "--raw-extract", packageOf(name, OLD).toString(), raw.toString());
        Path control = raw.resolve("DEBIAN/control");
        Files.writeString(control, Files.readString(control).replace("Version: " + OLD, "Version: " + version));
        if (name.equals("skerry-agent")) {
            Path launcher = raw.resolve("usr/bin/" + name);
            Files.writeString(launcher, Files.readString(launcher).replace("=" + OLD + "\"", "=" + version + "\""));
            if (version.equals(BROKEN)) {
                Files.writeString(raw.resolve("usr/lib/" + name + "/" + name), "no jar\n");
            }
        }
        Files.createDirectories(packages(version));
        done(
                "dpkg-deb",
                "--root-owner-group",
                "-Zgzip",
                "-z1",
                "--build",
                raw.toString(),
                packageOf(name, version).toString());
    }

    private static String release() throws Exception {
        return Checkout.home().resolve("arm/stick/release.mjs").toString();
    }

    private static String done(String... command) throws Exception {
        return DebianMachine.done(DebianMachine.run(List.of(command)));
    }
}
