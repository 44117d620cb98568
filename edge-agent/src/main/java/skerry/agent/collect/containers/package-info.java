/** Containers and pods of this node, from control groups and from files of their runtimes, without any API. */
@NullMarked
package skerry.agent.collect.containers;

import org.jspecify.annotations.NullMarked;
