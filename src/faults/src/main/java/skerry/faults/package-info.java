/** A network that misbehaves on request. */
@NullMarked
package skerry.faults;

import org.jspecify.annotations.NullMarked;
