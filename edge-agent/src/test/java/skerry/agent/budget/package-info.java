@NullMarked
package skerry.agent.budget;

import org.jspecify.annotations.NullMarked;
