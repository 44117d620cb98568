package skerry.agent.enrol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Optional;
import skerry.platform.tls.ClientKeys;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.enrol.EnrolCodec;
import skerry.protocol.enrol.Grant;
import skerry.protocol.identity.HubCard;

/**
 * A request to the hub that is not answered yet, with what it takes to believe the answer. One that travels by stick waits for
 * weeks, so it is kept in a file of the data folder.
 *
 * @param request its bytes
 * @param key the TLS key that a certificate is asked for
 * @param hub who is to answer, as far as that is known; always known of an enrolled agent
 * @param join what both sides prove to know; absent if an enrolled agent renews
 */
public record OpenRequest(Bytes request, PrivateKey key, Optional<HubCard> hub, Optional<ByCode> join) {
    private static final String FIRST_LINE =
            "# Skerry agent request, version 1. Keep it secret; the key of a certificate to come is in it.";

    /**
     * Of a join code.
     *
     * @param key of the code
     * @param authority SHA-256 of the certificate of the hub's authority
     */
    public record ByCode(Bytes key, Bytes authority) {}

    /**
     * What is kept in a file; empty if there is none.
     *
     * @throws IOException if it cannot be read or was damaged; one sentence
     */
    public static Optional<OpenRequest> load(Path file) throws IOException {
        return KeptLines.read(file, FIRST_LINE, "ask anew with skerry-agent enrol --stick", OpenRequest::of);
    }

    private static OpenRequest of(KeptLines lines) {
        var base64 = Base64.getDecoder();
        return new OpenRequest(
                Bytes.of(base64.decode(lines.value("request"))),
                ClientKeys.read(base64.decode(lines.value("key"))),
                lines.optional("hub").map(HubCard::parse),
                lines.optional("join-key")
                        .map(key -> new ByCode(Bytes.ofHex(key), Bytes.ofHex(lines.value("authority")))));
    }

    /** Writes it, in place of an older one, with mode 0600. */
    void save(Path file) throws IOException {
        var base64 = Base64.getEncoder();
        var lines = new KeptLines()
                .with("request", base64.encodeToString(request.toArray()))
                .with("key", base64.encodeToString(key.getEncoded()));
        hub.ifPresent(card -> lines.with("hub", card.text()));
        join.ifPresent(code -> lines.with("join-key", code.key().hex())
                .with("authority", code.authority().hex()));
        lines.save(file, FIRST_LINE);
    }

    static void remove(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /**
     * Takes the hub's answer.
     *
     * @throws IOException if it cannot be believed; one sentence
     */
    Enrolment granted(byte[] answer) throws IOException {
        try {
            Grant grant = join.isPresent()
                    ? EnrolCodec.decodeGrantByCode(
                            answer, request.toArray(), join.get().key())
                    : EnrolCodec.decodeGrant(
                            answer, request.toArray(), hub.orElseThrow().verifyKey());
            Enrolment granted = Enrolment.of(grant, key);
            if (join.isPresent() && !granted.authorityDigest().equals(join.get().authority())) {
                throw new IllegalArgumentException("it names another authority than the join code");
            }
            if (hub.isPresent() && !granted.hub().equals(hub.get())) {
                throw new IllegalArgumentException("it names another hub than the one that was asked");
            }
            return granted;
        } catch (ProtocolException | IllegalArgumentException e) {
            throw new IOException("the hub's answer cannot be believed: " + e.getMessage(), e);
        }
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return join.isPresent() ? "request to join" : "request to renew";
    }
}
