/**
 * Nodes of one site help each other: one hands its outbox to another that has a stick. What is handed over is sealed for the
 * hub and signed by its maker, so the one who asks can neither read nor change it, and only the hub's receipt frees it. Both
 * sides show the certificates that their hub granted them; nothing listens unless the configuration says where.
 */
@NullMarked
package skerry.agent.sync.peer;

import org.jspecify.annotations.NullMarked;
