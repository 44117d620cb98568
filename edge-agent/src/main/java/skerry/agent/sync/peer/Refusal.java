package skerry.agent.sync.peer;

/** Why a connection of another node came to nothing, as a part of a sentence. */
public enum Refusal {
    NOT_ENROLLED("this agent has joined no hub, so it has no certificate to show: join one with 'skerry-agent enrol'"),
    NO_CERTIFICATE("it shows no certificate that this agent's hub granted to a node and that counts now"),
    NO_TLS("no handshake of TLS 1.3 came of it"),
    BUSY("as many nodes as may are being served"),
    STALLED("it stood still for too long"),
    NOT_UNDERSTOOD("it does not say what a node says"),
    NO_RELAY("it asks for a way to the hub, and this node leads nobody: set peers.relay if it is to"),
    ELSEWHERE("it asks for a way to an address that is none of this agent's hub"),
    RESTING("it asks for a way to the hub, and this node's link rests, as its contact says"),
    NO_WAY("it asks for a way to the hub, which cannot be reached from here now"),
    RECEIPT("the receipt that it brought is damaged, or not by this agent's hub for this agent"),
    GRANT("the grant that it brought is damaged, or not by this agent's hub for what this agent asks");

    private final String sentence;

    Refusal(String sentence) {
        this.sentence = sentence;
    }

    /** The reason as a part of a sentence. */
    public String sentence() {
        return sentence;
    }
}
