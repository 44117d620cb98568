/** The wire format as files that never change. */
@NullMarked
package skerry.protocol.golden;

import org.jspecify.annotations.NullMarked;
