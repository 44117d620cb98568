@NullMarked
package skerry.agent.collect.k3s;

import org.jspecify.annotations.NullMarked;
