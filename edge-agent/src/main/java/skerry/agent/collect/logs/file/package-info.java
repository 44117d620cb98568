/** Following files through growth, rotation, truncation and restarts of the agent. */
@NullMarked
package skerry.agent.collect.logs.file;

import org.jspecify.annotations.NullMarked;
