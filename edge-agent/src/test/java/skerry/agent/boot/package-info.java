@NullMarked
package skerry.agent.boot;

import org.jspecify.annotations.NullMarked;
