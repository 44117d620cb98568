package skerry.agent.privacy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Names of hosts that the machine knows: those of its {@code /etc/hosts}, and the domains in which it looks for others
 * ({@code /etc/resolv.conf}). Read once; immutable and thread-safe.
 *
 * @param hosts in small letters; without names that are a plain word, which any text may hold
 * @param domains in small letters, without a dot before
 */
public record SiteNames(List<String> hosts, List<String> domains) {
    /** Nothing is known. */
    public static final SiteNames NONE = new SiteNames(List.of(), List.of());

    private static final int LARGEST_FILE = 1 << 16;
    private static final int MOST = 100;
    private static final int SHORTEST = 4;
    private static final String NAME = "[a-z0-9][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)*";

    public SiteNames {
        hosts = List.copyOf(hosts);
        domains = List.copyOf(domains);
    }

    /**
     * Reads what the machine knows; a file that is not there, is very large or cannot be read adds nothing.
     *
     * @param root where the machine's root is mounted
     * @param node the name under which the hub knows the node: it stays readable
     */
    public static SiteNames read(Path root, String node) {
        SortedSet<String> hosts = new TreeSet<>();
        SortedSet<String> domains = new TreeSet<>();
        for (String line : lines(root.resolve("etc/hosts"))) {
            String[] words = line.split("\\s+", -1);
            for (int i = 1; i < words.length; i++) {
                if (isOwn(words[i]) && isNoWord(words[i]) && !words[i].equals(node.toLowerCase(Locale.ROOT))) {
                    hosts.add(words[i]);
                }
            }
        }
        for (String line : lines(root.resolve("etc/resolv.conf"))) {
            String[] words = line.split("\\s+", -1);
            for (int i = 1; i < words.length && (words[0].equals("search") || words[0].equals("domain")); i++) {
                if (isOwn(words[i])) {
                    domains.add(words[i]);
                }
            }
        }
        return new SiteNames(
                hosts.stream().limit(MOST).toList(),
                domains.stream().limit(MOST).toList());
    }

    /** Not one that every machine or cluster has. */
    private static boolean isOwn(String name) {
        return name.length() >= SHORTEST
                && name.matches(NAME)
                && !name.startsWith("localhost")
                && !name.startsWith("ip6-")
                && !HostNameDetector.isNobodys(name)
                && !HostNameDetector.isNobodys("." + name);
    }

    private static boolean isNoWord(String name) {
        return !name.matches("[a-z]+");
    }

    private static List<String> lines(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
                return List.of();
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1)
                    .lines()
                    .map(line -> line.replaceAll("#.*", "").strip().toLowerCase(Locale.ROOT))
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
