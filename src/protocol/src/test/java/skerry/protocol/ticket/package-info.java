@NullMarked
package skerry.protocol.ticket;

import org.jspecify.annotations.NullMarked;
