@NullMarked
package skerry.protocol.cbor;

import org.jspecify.annotations.NullMarked;
