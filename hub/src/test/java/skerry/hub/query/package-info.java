@NullMarked
package skerry.hub.query;

import org.jspecify.annotations.NullMarked;
