/** A fleet that comes back at once. */
@NullMarked
package skerry.system.storm;

import org.jspecify.annotations.NullMarked;
