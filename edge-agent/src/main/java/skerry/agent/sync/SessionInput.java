package skerry.agent.sync;

import skerry.protocol.Bytes;
import skerry.protocol.stick.StickReceipt;

/**
 * What can happen to a session. Everything that a connection says carries the number of the attempt it belongs to, so
 * that a late word of an old connection is told apart.
 */
public sealed interface SessionInput {
    /** Nothing but the passing of time. */
    record Tick() implements SessionInput {}

    /** The ring holds batches that it did not hold before. */
    record NewBatches() implements SessionInput {}

    /** The node's present state is no longer what was last sent. */
    record LiveChanged() implements SessionInput {}

    /** The node asks for a piece of a release; dropped where the link has no room for it now. */
    record WantPiece(Bytes want) implements SessionInput {}

    /** A stick brought the hub's word; its signature was checked. */
    record FromStick(StickReceipt receipt) implements SessionInput {}

    /**
     * The broker accepted the connection.
     *
     * @param receiveMaximum QoS 1 messages it takes before it has answered them, 1 to 65,535
     * @param maximumPacketBytes largest packet it takes, {@link Integer#MAX_VALUE} for no limit
     */
    record Connected(long attempt, int receiveMaximum, int maximumPacketBytes) implements SessionInput {}

    /**
     * No connection came about.
     *
     * @param permanent whether the same attempt will fail again until somebody changes something: a refused password, a
     *     certificate that is not trusted
     * @param sentence for a person, such as {@code the broker refuses the password}
     */
    record ConnectFailed(long attempt, boolean permanent, String sentence) implements SessionInput {}

    /** A connection ended without being asked to. */
    record Lost(long attempt, String sentence) implements SessionInput {}

    /** The broker answered the subscription; the worst reason code of MQTT 5 among its answers. */
    record Subscribed(long attempt, int reasonCode) implements SessionInput {}

    /**
     * A publication left: the broker has it (QoS 1), or it is written (QoS 0). It frees no data.
     *
     * @param reasonCode of MQTT 5; 0 for QoS 0
     */
    record Published(long attempt, long token, int reasonCode) implements SessionInput {}

    /** A message came in. */
    record Received(long attempt, Downlink from, Bytes payload) implements SessionInput {}
}
