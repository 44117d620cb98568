/** The bounded SQLite store of a node. */
@NullMarked
package skerry.agent.ring;

import org.jspecify.annotations.NullMarked;
