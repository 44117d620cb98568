package skerry.agent.reveal;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.logs.LogsConfig;
import skerry.agent.collect.logs.file.FollowedFiles;

/**
 * What a site has itself and where a value may stand: what names its users, hosts and addresses, and the logs that the agent
 * reads. What cannot be read is told and passed over.
 */
public final class SiteSources {
    private static final List<String> JOURNAL = List.of("journalctl", "--output=cat", "--no-pager", "--quiet");

    private final TokenSearch search;
    private final Consumer<String> remarks;

    /** @param remarks takes a sentence for the person who waits; never a value */
    public SiteSources(TokenSearch search, Consumer<String> remarks) {
        this.search = search;
        this.remarks = remarks;
    }

    /** Looks at the machine: its users, its hosts, its neighbours, its own addresses. */
    public void machine(HostPaths paths) {
        Path users = paths.rootfs().resolve("etc/passwd");
        lines(users, (line, number) -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                search.value("user", line.substring(0, colon), place(users, number));
            }
        });
        Path hosts = paths.rootfs().resolve("etc/hosts");
        lines(hosts, (line, number) -> {
            search.line(line, place(hosts, number));
            int comment = line.indexOf('#');
            String entry = comment < 0 ? line : line.substring(0, comment);
            for (String word : entry.strip().split("\\s+", -1)) {
                search.value("host", word, place(hosts, number));
            }
        });
        file(paths.procfs().resolve("net/arp"));
        interfaces();
    }

    private void interfaces() {
        try {
            for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
                String where = "interface " + one.getName();
                byte[] hardware = one.getHardwareAddress();
                if (hardware != null) {
                    search.value("mac", HexFormat.of().formatHex(hardware), where);
                }
                for (InetAddress address : one.inetAddresses().toList()) {
                    String text = address.getHostAddress();
                    int zone = text.indexOf('%');
                    boolean four = text.indexOf(':') < 0;
                    search.value(four ? "ipv4" : "ipv6", zone < 0 ? text : text.substring(0, zone), where);
                }
            }
        } catch (SocketException e) {
            remarks.accept("the addresses of this machine cannot be read: " + e.getMessage());
        }
    }

    /** Looks through the logs that the agent reads, with what was rotated away, and the journal. */
    public void logs(LogsConfig settings, InstantSource clock) {
        List<Path> files = FollowedFiles.of(settings, clock);
        remarks.accept("reading " + files.size() + " log files");
        files.forEach(this::file);
        if (settings.journald()) {
            journal();
        }
    }

    private void journal() {
        try {
            Process process = new ProcessBuilder(JOURNAL)
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectError(Redirect.DISCARD)
                    .start();
            remarks.accept("reading the journal");
            try (var in = process.getInputStream()) {
                TextLines.of(in, (line, number) -> search.line(line, "the journal"));
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            remarks.accept("the journal cannot be read: " + e.getMessage());
        }
    }

    /** Looks through a file. */
    public void file(Path file) {
        lines(file, (line, number) -> search.line(line, place(file, number)));
    }

    private void lines(Path file, TextLines.Taker taker) {
        try {
            TextLines.of(file, taker);
        } catch (IOException e) {
            remarks.accept(file + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static String place(Path file, long line) {
        return file + ", line " + line;
    }
}
