/** Names of what is measured, in Prometheus terms. */
@NullMarked
package skerry.protocol.series;

import org.jspecify.annotations.NullMarked;
