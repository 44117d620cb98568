/** The real programs as processes, for tests that start, query, kill and freeze them. */
@NullMarked
package skerry.system.process;

import org.jspecify.annotations.NullMarked;
