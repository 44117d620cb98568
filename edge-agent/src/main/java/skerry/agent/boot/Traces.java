package skerry.agent.boot;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is left of a boot that is over.
 *
 * @param end what the ring has of it
 * @param logins whether wtmp was kept in that boot, and whether it has a shutdown
 * @param kernel the kernel's lines of that boot, as the journal has them
 * @param root lines of root's processes of that boot
 * @param panic what a new panic record says; empty if there is none
 * @param watchdogReset whether the watchdog's driver says that it reset the machine
 * @param heatReset the same, for heat
 * @param powerReset the same, for lack of voltage
 * @param powerOn whether the firmware tells of a power-on rather than a reset; empty where it does not tell
 * @param repaired what was repaired of file systems in this boot: their devices; empty if nothing was
 * @param lowAtStart whether the voltage was too low in this boot already
 */
record Traces(
        RingEnd end,
        LoginRecords.Found logins,
        Optional<KernelTrace> kernel,
        Optional<RootTrace> root,
        Optional<String> panic,
        boolean watchdogReset,
        boolean heatReset,
        boolean powerReset,
        Optional<Boolean> powerOn,
        Optional<String> repaired,
        boolean lowAtStart) {

    /**
     * @param wallLast of its newest round, UTC epoch milliseconds by the node's clock
     * @param stopped whether the agent was asked to end, and that is the last that is known
     * @param lowNow whether the voltage was too low in the newest round
     * @param lowLately whether it was within the last ten minutes
     * @param lowEver whether it was at any time of that boot
     * @param celsius the hottest sensor in the newest round
     * @param memoryFree the part of the memory that was available in the newest round
     * @param killed processes that the kernel ended for lack of memory within the last ten minutes
     */
    record RingEnd(
            long wallLast,
            boolean stopped,
            boolean lowNow,
            boolean lowLately,
            boolean lowEver,
            OptionalDouble celsius,
            OptionalDouble memoryFree,
            double killed) {}

    /**
     * @param panic what the kernel said when it gave up
     * @param overheated whether it turned the machine off for heat
     * @param low whether the voltage was too low when the lines end
     * @param lockup whether a processor hung within the last minutes
     * @param killed whether it ended a process for lack of memory within the last minutes
     */
    record KernelTrace(Optional<String> panic, boolean overheated, boolean low, boolean lockup, boolean killed) {}

    /**
     * @param orderly whether the system shut itself down
     * @param byPerson whether a person did it, by a command or the power key
     * @param update what updated the system and asked for the restart, or was at work shortly before
     * @param updateAsked whether the update itself asked for it
     */
    record RootTrace(boolean orderly, boolean byPerson, Optional<String> update, boolean updateAsked) {}
}
