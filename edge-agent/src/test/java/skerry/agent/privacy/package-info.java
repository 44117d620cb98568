@NullMarked
package skerry.agent.privacy;

import org.jspecify.annotations.NullMarked;
