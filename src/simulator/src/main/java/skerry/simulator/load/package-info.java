/** Thousands of agents in one process: the agent's own session on a carrier without threads of its own. */
@NullMarked
package skerry.simulator.load;

import org.jspecify.annotations.NullMarked;
