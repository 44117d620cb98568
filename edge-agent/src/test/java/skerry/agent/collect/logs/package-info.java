@NullMarked
package skerry.agent.collect.logs;

import org.jspecify.annotations.NullMarked;
