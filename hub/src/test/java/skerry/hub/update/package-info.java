@NullMarked
package skerry.hub.update;

import org.jspecify.annotations.NullMarked;
