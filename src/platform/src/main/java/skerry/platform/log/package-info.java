/** How our programs' own log looks. */
@NullMarked
package skerry.platform.log;

import org.jspecify.annotations.NullMarked;
