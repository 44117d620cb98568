/**
 * How agents come to another version: the releases that this hub holds and hands out in pieces, and rollouts, which ask agents
 * to take one up, wave by wave.
 *
 * <p>{@link skerry.hub.update.Waves} decides what is next and does nothing; {@link skerry.hub.update.RolloutDesk} looks, asks
 * it, writes down and sends. What agents make of a release is proven by its signature and not by this hub (ADR 52).
 */
@NullMarked
package skerry.hub.update;

import org.jspecify.annotations.NullMarked;
