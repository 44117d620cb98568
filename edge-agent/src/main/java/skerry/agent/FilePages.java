package skerry.agent;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Gives back the memory of the program's own files, Java's library and the class archive, of which most was needed at the start
 * alone. The kernel keeps what it has room for, and a page that is touched again is there again. Only what cannot be written and
 * never was changed is given back. Thread-safe. Source: madvise(2), proc_pid_smaps(5); 64-bit Linux.
 */
final class FilePages {
    private static final Logger LOG = System.getLogger(FilePages.class.getName());
    private static final Path MAPS = Path.of("/proc/self/smaps");
    private static final int DONT_NEED = 4;
    /**
     * Ends of the names of files that are mapped before the program begins, and stay where they are. Of a library that is being
     * loaded meanwhile, what is unchanged now may be changed in the next moment.
     */
    private static final List<String> FROM_THE_START = List.of("/libjvm.so", ".jsa", "/lib/modules");

    private final MethodHandle madvise;

    /** Of a file, and unchanged; addresses. */
    record Region(long from, long to) {}

    private FilePages(MethodHandle madvise) {
        this.madvise = madvise;
    }

    /** Nothing where the runtime, the C library or the machine's word size does not allow it. */
    @SuppressWarnings("restricted") // the agent is started with --enable-native-access
    static Optional<FilePages> load() {
        if (ADDRESS.byteSize() != Long.BYTES) {
            return Optional.empty();
        }
        try {
            var linker = Linker.nativeLinker();
            return Optional.of(new FilePages(linker.downcallHandle(
                    linker.defaultLookup().find("madvise").orElseThrow(),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT))));
        } catch (UnsupportedOperationException | NoSuchElementException | IllegalCallerException e) {
            return Optional.empty();
        }
    }

    /** Gives back all that can be; what the kernel refuses stays. */
    void giveBack() {
        try {
            for (Region region : unchanged(Files.readAllLines(MAPS, StandardCharsets.ISO_8859_1))) {
                giveBack(region);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "{0} cannot be read: memory of files is not given back", MAPS);
        }
    }

    private void giveBack(Region region) {
        try {
            int _ = (int)
                    madvise.invokeExact(MemorySegment.ofAddress(region.from()), region.to() - region.from(), DONT_NEED);
        } catch (Throwable e) {
            throw new IllegalStateException("calling the C library", e);
        }
    }

    /** Regions of those files that cannot be written, and of which no page is a copy of the process's own. */
    static List<Region> unchanged(List<String> smaps) {
        var regions = new ArrayList<Region>();
        Optional<Region> last = Optional.empty();
        for (String line : smaps) {
            String[] words = line.split("\\s+", 6);
            if (words.length > 0 && !words[0].endsWith(":")) {
                last = ofFile(words);
            } else if (line.startsWith("Anonymous:") && words[1].equals("0")) {
                last.ifPresent(regions::add);
            }
        }
        return regions;
    }

    /** {@code 7f43376e3000-7f433876f000 r-xp 002e3000 fe:00 328747 /usr/lib/jvm/…/libjvm.so}. */
    private static Optional<Region> ofFile(String[] words) {
        if (words.length < 6
                || !words[1].startsWith("r-")
                || FROM_THE_START.stream().noneMatch(words[5]::endsWith)) {
            return Optional.empty();
        }
        int dash = words[0].indexOf('-');
        return Optional.of(new Region(
                Long.parseUnsignedLong(words[0], 0, dash, 16),
                Long.parseUnsignedLong(words[0], dash + 1, words[0].length(), 16)));
    }
}
