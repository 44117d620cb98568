@NullMarked
package skerry.protocol.series;

import org.jspecify.annotations.NullMarked;
