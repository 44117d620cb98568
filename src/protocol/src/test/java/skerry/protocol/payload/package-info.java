@NullMarked
package skerry.protocol.payload;

import org.jspecify.annotations.NullMarked;
