@NullMarked
package skerry.hub.backup;

import org.jspecify.annotations.NullMarked;
