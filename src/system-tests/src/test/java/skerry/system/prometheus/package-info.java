/** What an existing Prometheus and Grafana make of a hub and of the examples in {@code deploy}. */
@NullMarked
package skerry.system.prometheus;

import org.jspecify.annotations.NullMarked;
