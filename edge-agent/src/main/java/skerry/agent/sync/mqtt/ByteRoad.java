package skerry.agent.sync.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import skerry.agent.budget.WireMeter;

/**
 * A stream of bytes to the broker and back, opened once. One thread opens and writes, one reads, any may cut.
 */
sealed interface ByteRoad permits TcpRoad, WebSocketRoad {
    /** Longest wait for the other side while the road is opened. */
    int CONNECT_MILLIS = 15_000;

    /** @param meter told of what passes, both ways, as near to the wire as the road is */
    static ByteRoad of(BrokerLink link, WireMeter meter) {
        return link.webSocketPath().isPresent() ? new WebSocketRoad(link, meter) : new TcpRoad(link, meter);
    }

    /** @throws IOException why there is no way, or that it was cut meanwhile */
    void open() throws IOException;

    /** @throws IOException if it is not open */
    InputStream in() throws IOException;

    /**
     * Bytes leave when they are flushed, or before.
     *
     * @throws IOException if it is not open
     */
    OutputStream out() throws IOException;

    /** Makes whatever goes on or begins here fail, without a farewell that could wait for the peer. */
    void cut();
}
