/** One class per command of {@code skerry-agent}. */
@NullMarked
package skerry.agent.cli;

import org.jspecify.annotations.NullMarked;
