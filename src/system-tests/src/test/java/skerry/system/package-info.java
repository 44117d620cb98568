/** Agent, broker, hub and browser together, and the rules of who may know whom. */
@NullMarked
package skerry.system;

import org.jspecify.annotations.NullMarked;
