/**
 * The byte budget of the link, and how long the ring lasts without one.
 *
 * <p>Days and months are those of the agent's <em>own time</em> ({@link skerry.agent.budget.OwnTime}): monotonic time,
 * dated by the hub's signed word and never by this node's wall clock, so that setting a clock neither opens a second
 * budget nor ends the sending. What is counted is every byte through the socket, both ways, TLS included; the headers of
 * TCP and IP, some 40 bytes a packet, are not. ADR 22.
 *
 * <p>{@link skerry.agent.budget.Planner} steps down when the forecast does not fit and up again with a margin:
 * {@link skerry.agent.budget.Step} names the steps. Nothing is given up by a step: what does not leave stays in the ring.
 */
@NullMarked
package skerry.agent.budget;

import org.jspecify.annotations.NullMarked;
