package skerry.protocol.identity;

import skerry.protocol.Bytes;

/**
 * Signs with the key of an agent or hub. An interface because one process that plays many agents signs as much as a hub
 * verifies. Implementations are thread-safe.
 */
@FunctionalInterface
public interface Signer {
    /**
     * Signs {@code context ‖ parts}.
     *
     * @param context what kind of message it is, so that no signature passes as another kind's
     * @return 64 bytes
     */
    Bytes sign(String context, Bytes... parts);
}
