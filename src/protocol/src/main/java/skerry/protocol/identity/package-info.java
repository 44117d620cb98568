/**
 * Who an agent and a hub are: key pairs that never leave their machine, and the cards that each shows the other.
 *
 * <p>An identity is a file with mode 0600; a card is one line of text that an operator pastes. Until certificates come, an
 * agent also has a random MQTT secret, of which its card holds the SHA-256.
 */
@NullMarked
package skerry.protocol.identity;

import org.jspecify.annotations.NullMarked;
