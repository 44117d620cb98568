package skerry.agent.sync.mqtt;

import skerry.agent.budget.WireMeter;

/**
 * What a WebSocket costs on the wire, reckoned from its messages, because the JDK's client shows no byte of the socket:
 * the frames of RFC 6455 to the byte, the records of TLS 1.3 to the byte where a message is written at once, and what
 * opens a connection by a round number that is seldom passed.
 */
final class WebSocketCount {
    /** Request and answer of the upgrade, with the headers that the JDK and usual servers send. */
    static final int UPGRADE = 640;

    /** Both certificates and the keys of a TLS handshake. */
    static final int HANDSHAKE = 4_096;

    /** Header, content type and tag of a record. */
    private static final int RECORD = 22;

    private static final int LARGEST_RECORD = 16_384;
    private static final int MASK = 4;

    private final WireMeter meter;
    private final boolean tls;

    WebSocketCount(WireMeter meter, boolean tls) {
        this.meter = meter;
        this.tls = tls;
    }

    /** A connection was made, or refused by somebody who was reached. */
    void opened() {
        meter.passed(UPGRADE + (tls ? HANDSHAKE : 0));
    }

    void sent(int bytes) {
        record(header(bytes) + MASK + bytes);
    }

    void received(int bytes) {
        record(header(bytes) + bytes);
    }

    private static int header(int bytes) {
        return bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10;
    }

    private void record(int frame) {
        meter.passed(frame + (tls ? RECORD * (1 + (frame - 1) / LARGEST_RECORD) : 0));
    }
}
