@NullMarked
package skerry.agent.cluster.demand;

import org.jspecify.annotations.NullMarked;
