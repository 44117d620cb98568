package skerry.protocol.enrol;

import java.util.ArrayList;
import java.util.List;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.cbor.CborReader;
import skerry.protocol.cbor.CborWriter;
import skerry.protocol.identity.AgentCard;
import skerry.protocol.identity.HubCard;
import skerry.protocol.identity.JoinCode;

/** The fields of the messages. */
final class EnrolFields {
    /** A card or an address as text, UTF-8. */
    private static final int MAX_LINE_BYTES = 512;

    private static final int MAX_DER_BYTES = 4 * 1024;
    private static final Bytes NO_BYTES = Bytes.of(new byte[0]);

    private EnrolFields() {}

    static CborWriter write(JoinRequest request) {
        var out = new CborWriter(1024).map(6);
        out.key(1).bytes(request.code().toArray());
        out.key(2).text(request.card().text());
        out.key(3).bytes(request.csr().toArray());
        out.key(4).text(request.node());
        out.key(5).text(request.role());
        return out.key(6).text(request.version());
    }

    static JoinRequest readJoin(CborReader in) throws ProtocolException {
        Bytes code = NO_BYTES;
        String card = "";
        Bytes csr = NO_BYTES;
        String node = "";
        String role = "";
        String version = "";
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> code = Bytes.of(in.exactBytes(JoinCode.ID_BYTES));
                case 2 -> card = in.text(MAX_LINE_BYTES);
                case 3 -> csr = Bytes.of(in.bytes(MAX_DER_BYTES));
                case 4 -> node = in.text(Limits.MAX_WORD_BYTES);
                case 5 -> role = in.text(Limits.MAX_WORD_BYTES);
                case 6 -> version = in.text(Limits.MAX_VERSION_BYTES);
                default -> in.skip();
            }
        }
        fields.require(1, 6);
        return new JoinRequest(code, AgentCard.parse(card), csr, node, role, version);
    }

    static CborWriter write(RenewRequest request) {
        var out = new CborWriter(1024).map(3);
        out.key(1).bytes(request.uid().bits().toArray());
        out.key(2).bytes(request.csr().toArray());
        return out.key(3).text(request.version());
    }

    static RenewRequest readRenew(CborReader in) throws ProtocolException {
        Bytes uid = NO_BYTES;
        Bytes csr = NO_BYTES;
        String version = "";
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> uid = Bytes.of(in.exactBytes(16));
                case 2 -> csr = Bytes.of(in.bytes(MAX_DER_BYTES));
                case 3 -> version = in.text(Limits.MAX_VERSION_BYTES);
                default -> in.skip();
            }
        }
        fields.require(1, 3);
        return new RenewRequest(Uid.of(uid), csr, version);
    }

    static CborWriter write(Grant grant) {
        var out = new CborWriter(2048).map(8);
        out.key(1).array(grant.chain().size());
        grant.chain().forEach(certificate -> out.bytes(certificate.toArray()));
        out.key(2).text(grant.hub().text());
        out.key(3).text(grant.broker());
        out.key(4).text(grant.root());
        out.key(5).text(grant.api());
        out.key(6).text(grant.site());
        out.key(7).text(grant.node());
        return out.key(8).integer(grant.nowMillis());
    }

    static Grant readGrant(CborReader in) throws ProtocolException {
        List<Bytes> chain = new ArrayList<>();
        String hub = "";
        String broker = "";
        String root = "";
        String api = "";
        String site = "";
        String node = "";
        long nowMillis = 0;
        var fields = in.fields();
        while (fields.next()) {
            switch (fields.key()) {
                case 1 -> {
                    for (int left = in.array(Grant.MAX_CHAIN); left > 0; left--) {
                        chain.add(Bytes.of(in.bytes(MAX_DER_BYTES)));
                    }
                }
                case 2 -> hub = in.text(MAX_LINE_BYTES);
                case 3 -> broker = in.text(MAX_LINE_BYTES);
                case 4 -> root = in.text(Limits.MAX_WORD_BYTES);
                case 5 -> api = in.text(MAX_LINE_BYTES);
                case 6 -> site = in.text(Limits.MAX_WORD_BYTES);
                case 7 -> node = in.text(Limits.MAX_WORD_BYTES);
                case 8 -> nowMillis = in.integer();
                default -> in.skip();
            }
        }
        fields.require(1, 8);
        return new Grant(chain, HubCard.parse(hub), broker, root, api, site, node, nowMillis);
    }
}
