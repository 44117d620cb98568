package skerry.agent.cluster.state;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/** The family of an address; an IPv4 address written as IPv6 is one of IPv4. */
enum IpFamily {
    V4("4"),
    V6("6");

    private final String digit;

    IpFamily(String digit) {
        this.digit = digit;
    }

    String digit() {
        return digit;
    }

    /** Empty for what is no address; asks no name server. */
    static Optional<IpFamily> of(String address) {
        try {
            return Optional.of(InetAddress.ofLiteral(address) instanceof Inet4Address ? V4 : V6);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
