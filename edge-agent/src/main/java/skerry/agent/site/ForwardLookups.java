package skerry.agent.site;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Asks the system for the addresses of a name, and never for the name of an address: the JDK's page server wants the name of
 * each caller before a TLS handshake, which takes seconds at a site whose name server does not answer. Loaded by the JDK as a
 * service ({@link InetAddressResolverProvider}). Thread-safe.
 */
public final class ForwardLookups extends InetAddressResolverProvider {
    @Override
    public InetAddressResolver get(Configuration system) {
        InetAddressResolver names = system.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                return names.lookupByName(host, policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                throw new UnknownHostException("the agent asks for no names of addresses");
            }
        };
    }

    @Override
    public String name() {
        return "skerry-agent";
    }
}
