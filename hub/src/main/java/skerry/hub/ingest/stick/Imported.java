package skerry.hub.ingest.stick;

import java.util.List;

/**
 * What a stick brought of one agent.
 *
 * @param uid of the agent, as its folder is called
 * @param agent its site and node; empty if its manifest was refused
 * @param stored batches that are new
 * @param known batches held already
 * @param refused batches not taken
 * @param receipt whether a receipt is on the stick now
 * @param problems a sentence each
 */
public record Imported(
        String uid, String agent, long stored, long known, long refused, boolean receipt, List<String> problems) {
    public Imported {
        problems = List.copyOf(problems);
    }
}
