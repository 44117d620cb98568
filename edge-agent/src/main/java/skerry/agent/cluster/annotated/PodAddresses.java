package skerry.agent.cluster.annotated;

import java.net.InetAddress;

/** Which addresses may be asked because an object says that a pod is there. */
@FunctionalInterface
interface PodAddresses {
    /** All but the agent's own machine, those of the link, where clouds keep their credentials, and groups. */
    PodAddresses OF_PODS = address -> !address.isLoopbackAddress()
            && !address.isAnyLocalAddress()
            && !address.isLinkLocalAddress()
            && !address.isMulticastAddress();

    boolean mayBeAsked(InetAddress address);
}
