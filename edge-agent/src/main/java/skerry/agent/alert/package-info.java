/**
 * Rules evaluated at the site: they go on while it is dark.
 *
 * <p>{@link RuleBook} is what the site's files and the usual rules say. Each round, {@link AlertEngine} finds out what the rules
 * that are due look at, reads that from the ring in one pass ({@link RuleSeries}), evaluates them one after the other, and
 * decides what that means for each alert ({@link RuleState}). An alert and the event that tells of it are stored in one
 * transaction, so that after a crash nothing was told that is not remembered, and nothing remembered that was not told.
 *
 * <p>How long an expression has held is counted by the monotonic clock. What the ring recorded since the machine started is
 * dated by it as well: a wall clock that is set moves neither.
 */
@NullMarked
package skerry.agent.alert;

import org.jspecify.annotations.NullMarked;
