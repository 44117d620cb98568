/** A network that misbehaves on request. */
@NullMarked
package skerry.testkit.net;

import org.jspecify.annotations.NullMarked;
