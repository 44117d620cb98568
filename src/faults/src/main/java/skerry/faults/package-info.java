/** A network that misbehaves on request, and ports for those who restart in it. */
@NullMarked
package skerry.faults;

import org.jspecify.annotations.NullMarked;
