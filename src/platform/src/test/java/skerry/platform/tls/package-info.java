@NullMarked
package skerry.platform.tls;

import org.jspecify.annotations.NullMarked;
