package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;

/**
 * The mounts that process 1 sees, which are the host's also when the agent sits in a container; else those the agent sees.
 * Source: proc_pid_mountinfo(5).
 */
final class Mounts {
    private static final int WORDS_BEFORE_DEVICE_NUMBER = 2;

    private final KernelText text = new KernelText();
    private final File ofInit;
    private final File own;

    /**
     * One mount.
     *
     * @param device what is mounted: {@code /dev/mmcblk0p2}
     * @param number {@code major:minor} of the file system
     * @param root what of the file system is mounted; {@code /} is all of it
     */
    record Mount(String device, String number, String root, String mountPoint, String type, boolean readOnly) {}

    Mounts(HostPaths paths) {
        this.ofInit = paths.procfs().resolve("1/mountinfo").toFile();
        this.own = paths.procfs().resolve("self/mountinfo").toFile();
    }

    /** All mounts in the order of the kernel; of the same thing at the same place only the first. */
    List<Mount> read() throws IOException {
        if (!readOfInit()) {
            text.readRequired(own);
        }
        var mounts = new ArrayList<Mount>();
        var seen = new HashSet<String>();
        while (text.nextLine()) {
            if (text.skipWords(WORDS_BEFORE_DEVICE_NUMBER)) {
                var mount = parse();
                if (seen.add(mount.device + '\n' + mount.mountPoint + '\n' + mount.type)) {
                    mounts.add(mount);
                }
            }
        }
        return mounts;
    }

    private boolean readOfInit() {
        try {
            return text.read(ofInit);
        } catch (IOException e) {
            return false; // another user's process, on a strict system
        }
    }

    /** {@code 36 35 98:0 /root /mnt rw,noatime master:1 - ext3 /dev/root rw,errors=continue}, from 98:0 on. */
    private Mount parse() throws IOException {
        String number = next();
        String root = next();
        String mountPoint = unescaped(next());
        boolean readOnly = isReadOnly(next());
        while (!next().equals("-")) {
            // optional fields, as many as there are
        }
        String type = next();
        String device = unescaped(next());
        readOnly |= text.nextWord() && isReadOnly(text.word());
        return new Mount(device, number, root, mountPoint, type, readOnly);
    }

    private String next() throws IOException {
        if (!text.nextWord()) {
            throw text.broken("the line is too short", null);
        }
        return text.word();
    }

    private static boolean isReadOnly(String options) {
        return options.equals("ro") || options.startsWith("ro,") || options.endsWith(",ro") || options.contains(",ro,");
    }

    /** The kernel writes space, tab, line feed and backslash as {@code \040} and so on. */
    static String unescaped(String text) {
        int backslash = text.indexOf('\\');
        if (backslash < 0) {
            return text;
        }
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\' && i + 3 < text.length() && isOctal(text, i + 1)) {
                plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }

    private static boolean isOctal(String text, int from) {
        for (int i = from; i < from + 3; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '7') {
                return false;
            }
        }
        return true;
    }
}
