package skerry.protocol.enrol;

import skerry.protocol.Bytes;
import skerry.protocol.Uid;

/**
 * An enrolled agent asks for a new certificate.
 *
 * @param csr PKCS #10 request for the TLS key, DER
 * @param version of the agent
 */
public record RenewRequest(Uid uid, Bytes csr, String version) {}
