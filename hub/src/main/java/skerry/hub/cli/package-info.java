/** Commands of skerry-hub that ask the running hub of a data folder. */
@NullMarked
package skerry.hub.cli;

import org.jspecify.annotations.NullMarked;
