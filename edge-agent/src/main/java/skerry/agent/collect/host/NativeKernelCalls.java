package skerry.agent.collect.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Asks the C library by the Java runtime's own foreign function interface. It costs the agent 2 MiB of memory, and is the
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

    private final MethodHandle statvfs;
    private final MethodHandle adjtimex;

    private NativeKernelCalls(MethodHandle statvfs, MethodHandle adjtimex) {
        this.statvfs = statvfs;
        this.adjtimex = adjtimex;
    }

    /** Nothing where the runtime, the C library or the machine's word size does not allow it. */
    @SuppressWarnings("restricted") // the programs are started with --enable-native-access
    static Optional<KernelCalls> load() {
        if (ADDRESS.byteSize() != Long.BYTES) {
            return Optional.empty();
        }
        try {
            var linker = Linker.nativeLinker();
            var library = linker.defaultLookup();
            return Optional.of(new NativeKernelCalls(
                    linker.downcallHandle(
                            library.find("statvfs").orElseThrow(), FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS)),
                    linker.downcallHandle(
                            library.find("adjtimex").orElseThrow(), FunctionDescriptor.of(JAVA_INT, ADDRESS))));
        } catch (UnsupportedOperationException | NoSuchElementException | IllegalCallerException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Space> space(File directory) {
        try (var arena = Arena.ofConfined()) {
            var path = arena.allocateFrom(directory.getPath());
            var answer = arena.allocate(STATVFS_BYTES, Long.BYTES);
            if (call(statvfs, path, answer) != 0) {
                return Optional.empty();
            }
            double unit = unsigned(answer, F_FRSIZE);
            return Optional.of(new Space(
                    unsigned(answer, F_BLOCKS) * unit,
                    unsigned(answer, F_BFREE) * unit,
                    unsigned(answer, F_BAVAIL) * unit,
                    OptionalDouble.of(unsigned(answer, F_FILES)),
                    OptionalDouble.of(unsigned(answer, F_FFREE))));
        }
    }

    @Override
    public Optional<ClockState> clock() {
        try (var arena = Arena.ofConfined()) {
            var timex = arena.allocate(TIMEX_BYTES, Long.BYTES); // all zero: change nothing, only tell
            int state = call(adjtimex, timex);
            if (state < 0) {
                return Optional.empty();
            }
            int status = timex.get(JAVA_INT, STATUS);
            double offsetUnit = (status & STA_NANO) != 0 ? NANOSECONDS : MICROSECONDS;
            return Optional.of(new ClockState(
                    state != TIME_ERROR,
                    timex.get(JAVA_LONG, OFFSET) / offsetUnit,
                    1 + timex.get(JAVA_LONG, FREQUENCY) / FREQUENCY_UNIT,
                    timex.get(JAVA_LONG, MAX_ERROR) / MICROSECONDS,
                    timex.get(JAVA_LONG, ESTIMATED_ERROR) / MICROSECONDS,
                    status,
                    timex.get(JAVA_LONG, CONSTANT),
                    timex.get(JAVA_LONG, TICK) / MICROSECONDS,
                    timex.get(JAVA_INT, TAI)));
        }
    }

    private static double unsigned(MemorySegment answer, int offset) {
        long value = answer.get(JAVA_LONG, offset);
        return value >= 0 ? value : value + 0x1p64;
    }

    private static int call(MethodHandle function, MemorySegment first, MemorySegment second) {
        try {
            return (int) function.invokeExact(first, second);
        } catch (Throwable e) {
            throw new IllegalStateException("calling the C library", e);
        }
    }

    private static int call(MethodHandle function, MemorySegment argument) {
        try {
            return (int) function.invokeExact(argument);
        } catch (Throwable e) {
            throw new IllegalStateException("calling the C library", e);
        }
    }
}
