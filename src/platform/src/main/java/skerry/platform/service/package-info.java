/**
 * What started a program as a service, and how it is told that the program is there. systemd's protocol is a datagram of lines to
 * a socket of the machine (sd_notify(3)); Java has no such sockets, so the C library is asked by the runtime's own foreign function
 * interface, which the agent has in memory anyway (ADR 7). Elsewhere nobody is told and nothing is different.
 */
@NullMarked
package skerry.platform.service;

import org.jspecify.annotations.NullMarked;
