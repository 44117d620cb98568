package skerry.agent.collect.logs.file;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Keeps the number of open files within a limit by closing the one that was used least recently. */
final class OpenFiles {
    private final int limit;
    private final Set<TailedFile> byUse = new LinkedHashSet<>();

    OpenFiles(int limit) {
        this.limit = limit;
    }

    /** Notes that the file is open and in use now. */
    void used(TailedFile file) {
        byUse.remove(file);
        byUse.add(file);
        if (byUse.size() > limit) {
            Iterator<TailedFile> oldest = byUse.iterator();
            TailedFile least = oldest.next();
            oldest.remove();
            least.closeHandle();
        }
    }

    void closed(TailedFile file) {
        byUse.remove(file);
    }

    int size() {
        return byUse.size();
    }
}
