/**
 * Tickets: how the hub asks for detail of a site's ring, and how it is answered.
 *
 * <p>A {@linkplain skerry.protocol.control.CommandType#DETAIL command} carries a {@link skerry.protocol.ticket.TicketRequest}. The
 * site's policy decides. The answer is an {@link skerry.protocol.payload.Answer} with a {@link
 * skerry.protocol.payload.TicketWord}, which says how far the ticket has come and what it costs; one that waits for the
 * technician is answered twice, at first with outcome {@code WAITS} and without content.
 *
 * <p><b>Content</b>: gzip of two members, text in UTF-8, one JSON object a line, of which {@code what} says the kind. What is
 * not known is to be left out by readers. The first member has one line:
 *
 * <pre>
 * {"what":"ticket","version":1,"kind":"series","selector":"node_load1","from":MS,"to":MS,"made":MS,
 *  "policy":"ID","redacted":true,"cut":false,"records":N}
 * </pre>
 *
 * <p>{@code policy} names the redaction in force when it was made, which everything in it has passed; {@code cut} says that not
 * all there was is in it. Then, for a ticket of series, each {@code series} before its first {@code sample}, and {@code boot}
 * before what another boot recorded:
 *
 * <pre>
 * {"what":"boot","boot":"HEX"}
 * {"what":"series","id":1,"name":"node_load1","type":"gauge","labels":{}}
 * {"what":"sample","series":1,"time":MS,"mono":MS,"value":0.5}
 * </pre>
 *
 * <p>{@code mono} is the node's monotonic clock when the sample was taken into its minute, so that it can be compared with the
 * span in the header of that minute's batch. A ticket of lines has the lines of a block of the ring, and then the block; one of
 * patterns has what the patterns of a block count instead of its lines:
 *
 * <pre>
 * {"what":"line","time":MS,"source":"…","labels":{},"stream":"stderr","severity":"error","pattern":"HEX","text":"…"}
 * {"what":"pattern","pattern":"HEX","severity":"error","lines":12}
 * {"what":"block","mono":[FIRST,LAST],"lines":N,"here":M}
 * </pre>
 *
 * <p>The ring knows of lines in which block they arrived, not in which minute: {@code mono} is when the first and the last one
 * did, {@code lines} how many the block has, {@code here} how many of them are in the answer.
 */
@NullMarked
package skerry.protocol.ticket;

import org.jspecify.annotations.NullMarked;
