/** The hub's configuration as typed records; all mistakes are named at once. */
@NullMarked
package skerry.hub.config;

import org.jspecify.annotations.NullMarked;
