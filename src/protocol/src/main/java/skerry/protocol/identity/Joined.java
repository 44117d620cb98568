package skerry.protocol.identity;

import java.io.ByteArrayOutputStream;
import skerry.protocol.Bytes;

/** Runs of bytes one behind the other. */
final class Joined {
    private Joined() {}

    static Bytes of(Bytes... parts) {
        var all = new ByteArrayOutputStream();
        for (Bytes part : parts) {
            all.writeBytes(part.toArray());
        }
        return Bytes.of(all.toByteArray());
    }
}
