package skerry.agent;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.LongSupplier;
import skerry.platform.os.CLibrary;

/**
 * Gives back the memory of the program's own files, code of libraries and the class archive, of which most was needed at the start
 * alone. Only what cannot be written and never was changed is given back, so that a page which is touched again is read again from
 * its file. The kernel would map those around it too, up to 2 MiB, and read ahead: it is told not to, and they leave its cache as
 * well, where no other process has them mapped. For one thread. Source: madvise(2), posix_fadvise(2), proc_pid_smaps(5); 64-bit Linux.
 */
final class FilePages {
    private static final Logger LOG = System.getLogger(FilePages.class.getName());
    private static final Path MAPS = Path.of("/proc/self/smaps");

    /** What is in use is read again page by page, up to 15 MiB, so this must not be frequent. */
    static final long EVERY_NANOS = 6 * 3_600_000_000_000L;

    /** {@code MADV_RANDOM}: do not read ahead; {@code MADV_NOHUGEPAGE}: do not map 2 MiB for one page; {@code MADV_DONTNEED}. */
    private static final int[] ADVICE = {1, 15, 4};

    private static final int FADVISE_DONT_NEED = 4;
    private static final int O_RDONLY_CLOEXEC = 0x80000;

    /**
     * Ends of the names of files that are mapped before the program begins, and stay where they are. Of a library that is being
     * loaded meanwhile, data that is unchanged now may be changed in the next moment; code of 64-bit libraries never is.
     */
    private static final List<String> FROM_THE_START = List.of("/libjvm.so", "/libstdc++.so.6", ".jsa", "/lib/modules");

    private final CLibrary.Function madvise;
    private final CLibrary.Function open;
    private final CLibrary.Function posixFadvise;
    private final CLibrary.Function close;
    private final LongSupplier nanos;
    private long next;

    /** Of a file, and unchanged; addresses. */
    record Region(long from, long to, String file) {}

    private FilePages(CLibrary library, LongSupplier nanos) {
        madvise = library.function("madvise");
        open = library.function("open");
        posixFadvise = library.function("posix_fadvise");
        close = library.function("close");
        this.nanos = nanos;
        next = nanos.getAsLong();
    }

    /**
     * Nothing where the runtime, the C library or the machine's word size does not allow it.
     *
     * @param nanos monotonic
     */
    static Optional<FilePages> load(LongSupplier nanos) {
        try {
            return CLibrary.load().map(library -> new FilePages(library, nanos));
        } catch (NoSuchElementException e) {
            return Optional.empty();
        }
    }

    /**
     * Gives back all that can be, if that was not done lately; what the kernel refuses stays.
     *
     * @return whether it was time for it
     */
    boolean giveBack() {
        long now = nanos.getAsLong();
        if (now - next < 0) {
            return false;
        }
        next = now + EVERY_NANOS;
        try {
            var files = new LinkedHashSet<String>();
            for (Region region : unchanged(Files.readAllLines(MAPS))) {
                unmap(region);
                files.add(region.file());
            }
            files.forEach(this::forget);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "{0} cannot be read: memory of files is not given back", MAPS);
        }
        return true;
    }

    private void unmap(Region region) {
        for (int advice : ADVICE) {
            madvise.callInt(region.from(), region.to() - region.from(), advice, 0);
        }
    }

    private void forget(String file) {
        var path = CLibrary.text(file);
        int descriptor;
        try {
            descriptor = open.callInt(CLibrary.address(path), O_RDONLY_CLOEXEC, 0, 0);
        } finally {
            Reference.reachabilityFence(path);
        }
        if (descriptor >= 0) {
            posixFadvise.callInt(descriptor, 0, 0, FADVISE_DONT_NEED);
            close.callInt(descriptor, 0, 0, 0);
        }
    }

    /** Regions of files that cannot be written, and of which no page is a copy of the process's own. */
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
                || !words[5].startsWith("/")
                || !words[1].startsWith("r-")
                || (words[1].charAt(2) != 'x' && FROM_THE_START.stream().noneMatch(words[5]::endsWith))) {
            return Optional.empty();
        }
        int dash = words[0].indexOf('-');
        return Optional.of(new Region(
                Long.parseUnsignedLong(words[0], 0, dash, 16),
                Long.parseUnsignedLong(words[0], dash + 1, words[0].length(), 16),
                words[5]));
    }
}
