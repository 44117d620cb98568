/**
 * Why the machine was started again: what is left of the boot before is read once, when a boot is new, and judged. Nothing of this
 * is loaded in a process that begins in a boot whose verdict is in the book.
 *
 * <p>{@link skerry.agent.boot.BootInquiry} puts {@link skerry.agent.boot.Traces} together from what there is: the ring's end
 * (rounds, events), wtmp, the journals of both boots, panic records, the watchdog's and the firmware's own word.
 * {@link skerry.agent.boot.BootJudge} makes a verdict of them, with its evidence and how sure it is, and
 * {@link skerry.agent.boot.BootBook} keeps it. What people or programs could have written into a log does not count: lines of the
 * kernel count where the journal says that they are its own, the others only of root.
 */
@NullMarked
package skerry.agent.boot;

import org.jspecify.annotations.NullMarked;
