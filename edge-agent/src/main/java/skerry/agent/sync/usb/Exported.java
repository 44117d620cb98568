package skerry.agent.sync.usb;

import java.util.List;

/**
 * What an export did.
 *
 * @param files sealed files written
 * @param batches in them
 * @param bytes of them
 * @param complete whether all that waits for a receipt is on the stick now
 * @param kept files of an earlier export that are whole and still needed
 * @param notes what a person should know, a sentence each
 */
public record Exported(int files, long batches, long bytes, int kept, boolean complete, List<String> notes) {
    public Exported {
        notes = List.copyOf(notes);
    }
}
