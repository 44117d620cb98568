@NullMarked
package skerry.simulator;

import org.jspecify.annotations.NullMarked;
