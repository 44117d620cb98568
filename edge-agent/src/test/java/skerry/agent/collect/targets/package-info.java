@NullMarked
package skerry.agent.collect.targets;

import org.jspecify.annotations.NullMarked;
