@NullMarked
package skerry.platform.net;

import org.jspecify.annotations.NullMarked;
