@NullMarked
package skerry.hub.store;

import org.jspecify.annotations.NullMarked;
