/** How our programs talk on a terminal. */
@NullMarked
package skerry.platform.cli;

import org.jspecify.annotations.NullMarked;
