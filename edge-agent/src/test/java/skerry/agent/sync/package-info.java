@NullMarked
package skerry.agent.sync;

import org.jspecify.annotations.NullMarked;
