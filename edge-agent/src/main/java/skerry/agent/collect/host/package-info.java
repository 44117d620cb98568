/** What a Linux host tells of itself through {@code /proc} and {@code /sys}, under node_exporter's names. */
@NullMarked
package skerry.agent.collect.host;

import org.jspecify.annotations.NullMarked;
