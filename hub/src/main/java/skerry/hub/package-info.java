/** The process in the operations centre. */
@NullMarked
package skerry.hub;

import org.jspecify.annotations.NullMarked;
