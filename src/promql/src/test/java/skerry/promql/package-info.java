@NullMarked
package skerry.promql;

import org.jspecify.annotations.NullMarked;
