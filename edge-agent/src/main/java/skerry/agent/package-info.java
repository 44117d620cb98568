/** The process on a node: collectors, privacy, ring, summary, outbox, carrier, joined here in one visible place. */
@NullMarked
package skerry.agent;

import org.jspecify.annotations.NullMarked;
