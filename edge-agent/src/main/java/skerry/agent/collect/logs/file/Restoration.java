package skerry.agent.collect.logs.file;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.ZipException;

/**
 * Matches stored places with the files that are there now: by inode where the content agrees, else by content alone, which
 * finds copies and compressed files.
 */
final class Restoration {
    private final List<Sibling> candidates;
    private final Map<Sibling, FileMark> places = new HashMap<>();
    private int lost;

    /** @param candidates oldest first */
    Restoration(List<Sibling> candidates, List<FileMark> marks) throws IOException {
        this.candidates = candidates;
        var unmatched = new ArrayList<FileMark>();
        for (FileMark mark : marks) {
            if (mark.head().length() > 0 && !placeByInode(mark)) {
                unmatched.add(mark);
            }
        }
        for (FileMark mark : unmatched) {
            if (!mark.copy()) {
                Optional<Sibling> twin = twin(mark);
                twin.ifPresent(sibling -> places.put(sibling, mark));
                lost += twin.isPresent() ? 0 : 1;
            }
        }
        // Of these nothing was seen, so any file with the inode may be another one; either way it is read from its
        // start.
        for (FileMark mark : marks) {
            if (mark.head().length() == 0) {
                placeByInode(mark);
            }
        }
    }

    private boolean placeByInode(FileMark mark) throws IOException {
        Optional<Sibling> same = newest(s -> s.stat().id().equals(mark.id()))
                .or(() -> newest(s -> s.stat().id().inode() == mark.id().inode()));
        boolean again = same.isPresent() && !places.containsKey(same.get()) && fits(same.get(), mark);
        if (again) {
            places.put(same.get(), mark);
        }
        return again;
    }

    /** The place to go on from in a candidate, if it was followed before. */
    Optional<FileMark> markOf(Sibling candidate) {
        return Optional.ofNullable(places.get(candidate));
    }

    /** Files that were followed and are gone. */
    int lost() {
        return lost;
    }

    private Optional<Sibling> twin(FileMark mark) throws IOException {
        for (Sibling candidate : candidates.reversed()) {
            FileMark other = places.get(candidate);
            if ((other == null || other.copy()) && fits(candidate, mark)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private Optional<Sibling> newest(Predicate<Sibling> wanted) {
        return candidates.reversed().stream().filter(wanted).findFirst();
    }

    /** Whether a file can be the one of a mark. */
    static boolean fits(Sibling file, FileMark mark) throws IOException {
        try (Content content = file.open()) {
            return mark.fits(content);
        } catch (ZipException | EOFException e) {
            return false;
        }
    }
}
