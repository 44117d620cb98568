/** The fault matrix: agent, broker and hub as separate processes that are killed, stopped, cut off and set back. */
@NullMarked
package skerry.system.faults;

import org.jspecify.annotations.NullMarked;
