package skerry.hub.cli;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import skerry.hub.ingest.stick.Door;
import skerry.protocol.Bytes;
import skerry.protocol.stick.StickEnrol;

/** The door of a running hub, over its API. */
final class RemoteDoor implements Door {
    private static final String MEDIA_TYPE = "application/vnd.skerry.enrol+cbor";

    private final LocalHub hub;

    RemoteDoor(LocalHub hub) {
        this.hub = hub;
    }

    @Override
    public Answer ask(StickEnrol kind, byte[] request) throws IOException {
        String path = kind == StickEnrol.JOIN ? "/api/v1/enrol" : "/api/v1/renew";
        try {
            return new Answer.Granted(
                    Bytes.of(hub.bytes("POST", path, MEDIA_TYPE, BodyPublishers.ofByteArray(request))));
        } catch (LocalHub.Refusal e) {
            return new Answer.Refused(String.valueOf(e.getMessage()));
        }
    }
}
