/** The agent's configuration as typed records; all mistakes are named at once. */
@NullMarked
package skerry.agent.config;

import org.jspecify.annotations.NullMarked;
