package skerry.agent.collect.host;

import java.io.File;
import java.util.Optional;
import java.util.OptionalDouble;

/** The few facts of the kernel that no file tells. Thread-safe. */
public interface KernelCalls {
    /**
     * Space of a file system.
     *
     * @param total bytes
     * @param free bytes, with what only root may use
     * @param available bytes for everybody
     * @param files inodes, where known
     * @param filesFree free inodes, where known
     */
    record Space(double total, double free, double available, OptionalDouble files, OptionalDouble filesFree) {}

    /**
     * State of the kernel's clock.
     *
     * @param synchronised whether it follows a server or another reference
     * @param offsetSeconds offset from the reference
     * @param frequencyRatio how its frequency is adjusted; 1 is not at all
     * @param maxErrorSeconds the largest error it may have
     * @param estimatedErrorSeconds the error it probably has
     * @param status status bits
     * @param timeConstant of the phase-locked loop
     * @param tickSeconds between ticks
     * @param taiOffsetSeconds of International Atomic Time
     */
    record ClockState(
            boolean synchronised,
            double offsetSeconds,
            double frequencyRatio,
            double maxErrorSeconds,
            double estimatedErrorSeconds,
            int status,
            long timeConstant,
            double tickSeconds,
            int taiOffsetSeconds) {}

    /**
     * The space of the file system that {@code directory} is on; nothing if it cannot be asked. May hang as long as a
     * server does not answer.
     */
    Optional<Space> space(File directory);

    /** The state of the clock; nothing if it may not be asked. */
    Optional<ClockState> clock();

    /** Bytes of a memory page. */
    default long pageBytes() {
        return PageSize.read();
    }

    /** What this machine can do: {@link NativeKernelCalls} if possible, else {@link #plain}. */
    static KernelCalls ofThisMachine() {
        return NativeKernelCalls.load().orElseGet(KernelCalls::plain);
    }

    /** Without native access: space without inodes, and nothing of the clock. */
    static KernelCalls plain() {
        return new KernelCalls() {
            @Override
            public Optional<Space> space(File directory) {
                double total = directory.getTotalSpace();
                if (total == 0 && !directory.exists()) {
                    return Optional.empty();
                }
                return Optional.of(new Space(
                        total,
                        directory.getFreeSpace(),
                        directory.getUsableSpace(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty()));
            }

            @Override
            public Optional<ClockState> clock() {
                return Optional.empty();
            }
        };
    }
}
