@NullMarked
package skerry.agent.collect.logs.lines;

import org.jspecify.annotations.NullMarked;
