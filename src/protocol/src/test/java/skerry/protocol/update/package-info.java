@NullMarked
package skerry.protocol.update;

import org.jspecify.annotations.NullMarked;
