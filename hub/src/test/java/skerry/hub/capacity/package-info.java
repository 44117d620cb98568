@NullMarked
package skerry.hub.capacity;

import org.jspecify.annotations.NullMarked;
