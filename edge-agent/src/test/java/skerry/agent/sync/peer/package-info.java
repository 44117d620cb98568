@NullMarked
package skerry.agent.sync.peer;

import org.jspecify.annotations.NullMarked;
