@NullMarked
package skerry.simulator.load;

import org.jspecify.annotations.NullMarked;
