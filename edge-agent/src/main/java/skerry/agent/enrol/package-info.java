/** How this agent joins a fleet and keeps its certificate, while everything else goes on. */
@NullMarked
package skerry.agent.enrol;

import org.jspecify.annotations.NullMarked;
