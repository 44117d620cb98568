package skerry.protocol.enrol;

import skerry.protocol.Bytes;
import skerry.protocol.identity.AgentCard;

/**
 * An agent asks to be taken in.
 *
 * @param code id of the join code
 * @param card the agent's uid and public keys
 * @param csr PKCS #10 request for the TLS key, DER
 * @param node what the machine calls itself
 * @param role such as {@code node} or {@code cluster}
 * @param version of the agent
 */
public record JoinRequest(Bytes code, AgentCard card, Bytes csr, String node, String role, String version) {}
