package skerry.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One of our programs in this checkout, and the command that starts it as its package would.
 *
 * @param home the checkout
 * @param module its folder, such as {@code edge-agent}
 * @param name such as {@code agent}
 * @param flags name of its file in {@code arm/flags}
 */
public record JavaProgram(Path home, String module, String name, String flags) {
    public Path jar() {
        return home.resolve(module).resolve("target/skerry-" + name + ".jar");
    }

    /** Its class-data archive, one for all its roles; it need not be there. */
    public Path archive() {
        return home.resolve(module).resolve("target/skerry-" + name + ".jsa");
    }

    /** Whether there is an archive that is no older than the program. */
    public boolean isArchived() throws IOException {
        return Files.exists(archive())
                && Files.getLastModifiedTime(archive()).compareTo(Files.getLastModifiedTime(jar())) >= 0;
    }

    /** The classes that its archive was made from, one a line as Java writes them; it need not be there. */
    public Path classList() {
        return home.resolve(module).resolve("target/skerry-" + name + ".classlist");
    }

    /** The Java that was linked for it, or else the one that runs here. */
    public Path java() {
        Path linked = home.resolve(module).resolve("target/java/bin/java");
        return Files.isExecutable(linked) ? linked : Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** The whole command, with the archive if there is one, and with the flag that tests ask for by {@code skerry.jit}. */
    public List<String> command() throws IOException {
        var more = new ArrayList<String>();
        Optional.ofNullable(System.getProperty("skerry.jit")).ifPresent(more::add);
        if (Files.exists(archive())) {
            more.add("-XX:SharedArchiveFile=" + archive());
            more.add("-Xlog:cds=off,aot=off"); // one that does not fit is left aside
        }
        return command(more);
    }

    /** The command with further flags for Java, and without the archive. */
    public List<String> command(List<String> more) throws IOException {
        var command = new ArrayList<String>();
        command.add(java().toString());
        command.addAll(javaFlags());
        command.addAll(more);
        command.add("-Dskerry.home=" + home);
        command.add("-jar");
        command.add(jar().toString());
        return command;
    }

    /** Flags of the packaged program. */
    public List<String> javaFlags() throws IOException {
        return Files.readAllLines(home.resolve("arm/flags").resolve(flags)).stream()
                .map(line -> line.replaceFirst("\\s*#.*", "").strip())
                .filter(flag -> !flag.isEmpty())
                .toList();
    }
}
