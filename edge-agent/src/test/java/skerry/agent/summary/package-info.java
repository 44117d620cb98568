@NullMarked
package skerry.agent.summary;

import org.jspecify.annotations.NullMarked;
