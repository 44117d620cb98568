@NullMarked
package skerry.agent.collect.kubelet;

import org.jspecify.annotations.NullMarked;
