package skerry.agent.cluster;

import java.util.Locale;

/** What an agent does at a site with a cluster. */
public enum Role {
    /** Host, containers, logs and targets of this machine; never asks the API of Kubernetes. */
    NODE,
    /** The state of a cluster's objects, its events, and targets; nothing of the machine that it happens to run on. */
    CLUSTER,
    /** Both, as at a site of one machine. */
    ALL;

    public boolean watchesCluster() {
        return this != NODE;
    }

    public boolean watchesNode() {
        return this != CLUSTER;
    }

    /** As it is written in the configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
