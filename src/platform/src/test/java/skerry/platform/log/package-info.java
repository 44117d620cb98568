@NullMarked
package skerry.platform.log;

import org.jspecify.annotations.NullMarked;
