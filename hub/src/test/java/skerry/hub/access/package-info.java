@NullMarked
package skerry.hub.access;

import org.jspecify.annotations.NullMarked;
