/**
 * What left this site: each thing that is handed to a road, by what it is, read out of the very bytes that go. The numbers are
 * kept in the ring ({@link skerry.agent.ring.LeftBook}), by day, road and kind (ADR 60).
 */
@NullMarked
package skerry.agent.left;

import org.jspecify.annotations.NullMarked;
