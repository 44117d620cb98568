package skerry.protocol.golden;

import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;

/**
 * One message of the wire format.
 *
 * @param about one line for {@code .txt}
 * @param made what today's encoder makes
 * @param expected what a decoder must find
 * @param reader today's decoder, with every check it has
 * @param sameBytes whether the encoder must make exactly the golden bytes; not where these depend on the machine's zlib
 */
record Example(String name, String about, Bytes made, Object expected, Reader reader, boolean sameBytes) {
    /** Reads bytes and checks all there is to check. */
    @FunctionalInterface
    interface Reader {
        Object read(byte[] bytes) throws ProtocolException;
    }
}
