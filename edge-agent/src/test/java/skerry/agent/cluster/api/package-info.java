@NullMarked
package skerry.agent.cluster.api;

import org.jspecify.annotations.NullMarked;
