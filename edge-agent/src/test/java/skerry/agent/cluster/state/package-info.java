@NullMarked
package skerry.agent.cluster.state;

import org.jspecify.annotations.NullMarked;
