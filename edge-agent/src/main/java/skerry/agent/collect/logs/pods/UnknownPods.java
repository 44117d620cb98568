package skerry.agent.collect.logs.pods;

/** What is done with the logs of pods of which it cannot be known whether they want them left aside. */
public enum UnknownPods {
    READ,
    /** They are counted. */
    LEAVE
}
