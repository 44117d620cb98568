/**
 * When a node and its hub are in contact: one line of text that the agent's setting and the hub's contract share.
 *
 * <pre>
 * contact  = ( "always-on" [ "every" span ] | "every" span | "usb" [ "every" span ] | "daily" | windows ) [ "grace" span ]
 * windows  = window { ";" window }                  at most 16
 * window   = days time "-" time [ zone ]            one zone for all, with the last or with each; UTC without
 * days     = "daily" | day-or-range { "," day-or-range }, such as mon,wed,fri or mon-fri
 * time     = hours ":" minutes, up to 24:00; an end that is not after its start lies on the next day
 * span     = digits ( "ms" | "s" | "m" | "h" | "d" )
 * </pre>
 *
 * <p>Across a change to or from daylight-saving time a window begins and ends by the clock on the wall: one that begins in
 * the hour that is left out begins after it, one in the hour that comes twice begins at its first and ends at its last
 * passing, and none is ever empty. ADR 28.
 */
@NullMarked
package skerry.protocol.contact;

import org.jspecify.annotations.NullMarked;
