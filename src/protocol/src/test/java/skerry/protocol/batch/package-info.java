@NullMarked
package skerry.protocol.batch;

import org.jspecify.annotations.NullMarked;
