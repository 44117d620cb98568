/** Windows, counter resets and log patterns: what a minute of detail comes down to. */
@NullMarked
package skerry.agent.summary;

import org.jspecify.annotations.NullMarked;
