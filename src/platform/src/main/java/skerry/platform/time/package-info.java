/** Elapsed time and the boot it belongs to. */
@NullMarked
package skerry.platform.time;

import org.jspecify.annotations.NullMarked;
