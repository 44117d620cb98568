@NullMarked
package skerry.protocol.identity;

import org.jspecify.annotations.NullMarked;
