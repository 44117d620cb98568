/** The small messages beside batches: state, live, hello, receipts. */
@NullMarked
package skerry.protocol.control;

import org.jspecify.annotations.NullMarked;
