@NullMarked
package skerry.agent.cluster.watch;

import org.jspecify.annotations.NullMarked;
