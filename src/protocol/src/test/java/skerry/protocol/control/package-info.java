@NullMarked
package skerry.protocol.control;

import org.jspecify.annotations.NullMarked;
