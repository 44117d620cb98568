package skerry.agent.collect.host;

import java.io.File;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import skerry.platform.os.CLibrary;

/**
 * Asks the C library by the Java runtime's own foreign function interface. It is the
 * only way to inode counts and to the state of the clock that also works in a container without any program in it.
 *
 * <p>The structures are those of 64 bit Linux, which are the same with glibc and musl on every such machine; 32 bit
 * machines do without. Source: statvfs(3), adjtimex(2), and the C library's headers.
 */
final class NativeKernelCalls implements KernelCalls {
    private static final int STATVFS_BYTES = 256;
    private static final int F_FRSIZE = 8;
    private static final int F_BLOCKS = 16;
    private static final int F_BFREE = 24;
    private static final int F_BAVAIL = 32;
    private static final int F_FILES = 40;
    private static final int F_FFREE = 48;

    private static final int TIMEX_BYTES = 512;
    private static final int OFFSET = 8;
    private static final int FREQUENCY = 16;
    private static final int MAX_ERROR = 24;
    private static final int ESTIMATED_ERROR = 32;
    private static final int STATUS = 40;
    private static final int CONSTANT = 48;
    private static final int TICK = 88;
    private static final int TAI = 160;

    private static final int STA_NANO = 0x2000;
    private static final int TIME_ERROR = 5;
    private static final double NANOSECONDS = 1e9;
    private static final double MICROSECONDS = 1e6;

    /** Frequency is in parts per million with a 16 bit fraction. */
    private static final double FREQUENCY_UNIT = 1e6 * 65536;

    private final CLibrary.Function statvfs;
    private final CLibrary.Function adjtimex;

    private NativeKernelCalls(CLibrary library) {
        statvfs = library.function("statvfs");
        adjtimex = library.function("adjtimex");
    }

    /** Nothing where the runtime, the C library or the machine's word size does not allow it. */
    static Optional<KernelCalls> load() {
        try {
            return CLibrary.load().map(NativeKernelCalls::new);
        } catch (NoSuchElementException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Space> space(File directory) {
        var path = CLibrary.text(directory.getPath());
        var answer = CLibrary.memory(STATVFS_BYTES);
        try {
            if (statvfs.callInt(CLibrary.address(path), CLibrary.address(answer), 0, 0) != 0) {
                return Optional.empty();
            }
        } finally {
            Reference.reachabilityFence(path);
        }
        double unit = unsigned(answer, F_FRSIZE);
        return Optional.of(new Space(
                unsigned(answer, F_BLOCKS) * unit,
                unsigned(answer, F_BFREE) * unit,
                unsigned(answer, F_BAVAIL) * unit,
                OptionalDouble.of(unsigned(answer, F_FILES)),
                OptionalDouble.of(unsigned(answer, F_FFREE))));
    }

    @Override
    public Optional<ClockState> clock() {
        var timex = CLibrary.memory(TIMEX_BYTES); // all zero: change nothing, only tell
        int state = adjtimex.callInt(CLibrary.address(timex), 0, 0, 0);
        if (state < 0) {
            return Optional.empty();
        }
        int status = timex.getInt(STATUS);
        double offsetUnit = (status & STA_NANO) != 0 ? NANOSECONDS : MICROSECONDS;
        return Optional.of(new ClockState(
                state != TIME_ERROR,
                timex.getLong(OFFSET) / offsetUnit,
                1 + timex.getLong(FREQUENCY) / FREQUENCY_UNIT,
                timex.getLong(MAX_ERROR) / MICROSECONDS,
                timex.getLong(ESTIMATED_ERROR) / MICROSECONDS,
                status,
                timex.getLong(CONSTANT),
                timex.getLong(TICK) / MICROSECONDS,
                timex.getInt(TAI)));
    }

    private static double unsigned(ByteBuffer answer, int offset) {
        long value = answer.getLong(offset);
        return value >= 0 ? value : value + 0x1p64;
    }
}
