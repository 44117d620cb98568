@NullMarked
package skerry.hub;

import org.jspecify.annotations.NullMarked;
