@NullMarked
package skerry.agent.cluster.annotated;

import org.jspecify.annotations.NullMarked;
