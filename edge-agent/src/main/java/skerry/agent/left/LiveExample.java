package skerry.agent.left;

import java.util.TreeMap;
import skerry.protocol.ProtocolException;
import skerry.protocol.control.ControlCodec;
import skerry.protocol.control.Live;

/** What a message of the present state says, in words, out of its own bytes. */
public final class LiveExample {
    private LiveExample() {}

    public static String of(byte[] bytes) {
        try {
            Live live = ControlCodec.decodeLive(bytes);
            var text = new StringBuilder(live.status()).append(", version ").append(live.version());
            if (!live.reason().isEmpty()) {
                text.append(", ").append(live.reason());
            }
            for (var value : new TreeMap<>(live.values()).entrySet()) {
                text.append(", ").append(value.getKey()).append(' ').append(value.getValue());
            }
            return text.toString();
        } catch (ProtocolException e) {
            return "";
        }
    }
}
