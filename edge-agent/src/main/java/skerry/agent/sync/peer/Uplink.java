package skerry.agent.sync.peer;

import java.net.Proxy;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import skerry.platform.net.HostPort;

/**
 * The way to the hub that this node shares with others of its site.
 *
 * @param ways where others may go: an address as the hub tells it, and how it is reached from here
 * @param open whether this node's contact lets its link be used now
 * @param proxy an HTTP proxy on the way, {@link Proxy#NO_PROXY} for none
 * @param passed told of the bytes that pass, both ways
 */
public record Uplink(Supplier<Map<HostPort, HostPort>> ways, BooleanSupplier open, Proxy proxy, LongConsumer passed) {}
