/**
 * What answers to the hub's tickets are made of: the site's {@linkplain skerry.agent.ticket.TicketSettings policy}; {@link
 * skerry.agent.ticket.TicketContent} takes detail out of the ring and redacts it once more, by the rules in force now, and {@link
 * skerry.agent.ticket.TicketFolder} keeps what waits for a person at the site. What reads the ring is loaded when the first ticket comes.
 */
@NullMarked
package skerry.agent.ticket;

import org.jspecify.annotations.NullMarked;
