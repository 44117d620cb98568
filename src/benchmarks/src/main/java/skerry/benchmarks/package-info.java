/** What Skerry costs, measured beside its peers. */
@NullMarked
package skerry.benchmarks;

import org.jspecify.annotations.NullMarked;
