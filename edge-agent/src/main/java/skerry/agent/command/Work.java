package skerry.agent.command;

import skerry.protocol.Bytes;

/** What one type of command does; called by one thread, for as long as it takes. */
@FunctionalInterface
public interface Work {
    /** @throws Exception with one sentence for the hub's people, if it cannot be done */
    Done run(Bytes args) throws Exception;

    /**
     * What came of it.
     *
     * @param sentence for people
     * @param name a plain file name for the content
     */
    record Done(String sentence, String name, Bytes content) {}
}
