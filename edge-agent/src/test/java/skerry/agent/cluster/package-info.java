@NullMarked
package skerry.agent.cluster;

import org.jspecify.annotations.NullMarked;
