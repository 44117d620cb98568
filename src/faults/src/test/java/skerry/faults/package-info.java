@NullMarked
package skerry.faults;

import org.jspecify.annotations.NullMarked;
