@NullMarked
package skerry.protocol;

import org.jspecify.annotations.NullMarked;
