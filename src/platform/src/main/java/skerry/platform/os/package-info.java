/** The C library, called without a library of our own. */
@NullMarked
package skerry.platform.os;

import org.jspecify.annotations.NullMarked;
