@NullMarked
package skerry.hub.fleet;

import org.jspecify.annotations.NullMarked;
