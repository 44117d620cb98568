package skerry.agent.collect.logs.file;

import static java.lang.System.Logger.Level.WARNING;

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The files that include patterns lead to and exclude patterns do not. */
final class PathGlobs {
    private static final System.Logger LOG = System.getLogger(PathGlobs.class.getName());
    private static final int MAX_DEPTH = 16;
    private static final int MAX_FILES = 20_000;
    private static final String ANY_FOLDERS = "**";

    /** One include pattern: the folder that it begins in, and what each further level must match. */
    private record Include(PathMatcher whole, Path root, List<String> levels) {}

    private final List<Include> includes = new ArrayList<>();
    private final List<PathMatcher> excludes = new ArrayList<>();
    private final Folders folders;
    private boolean overflowReported;

    /** @throws IllegalArgumentException if a pattern is not absolute or not well-formed; names it */
    PathGlobs(List<String> include, List<String> exclude, Folders folders) {
        this.folders = folders;
        include.forEach(pattern -> includes.add(parse(pattern)));
        exclude.forEach(pattern -> excludes.add(matcher(pattern)));
    }

    private static Include parse(String pattern) {
        if (!pattern.startsWith("/")) {
            throw new IllegalArgumentException("log pattern " + pattern + " must be an absolute path");
        }
        PathMatcher whole = matcher(pattern);
        var levels = new ArrayList<String>();
        Path root = Path.of("/");
        for (String level : pattern.substring(1).split("/", -1)) {
            if (level.isEmpty()) {
                continue;
            }
            if (levels.isEmpty() && !isPattern(level)) {
                root = root.resolve(level);
            } else {
                levels.add(level);
            }
        }
        return new Include(whole, root, levels);
    }

    private static PathMatcher matcher(String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("log pattern " + pattern + " is not well-formed: " + e.getMessage(), e);
        }
    }

    private static boolean isPattern(String level) {
        return level.chars().anyMatch(c -> "*?[{\\".indexOf(c) >= 0);
    }

    /** Whether a path is among those to read, be it there or not. */
    boolean matches(Path path) {
        return includes.stream().anyMatch(include -> include.whole.matches(path)) && !isExcluded(path);
    }

    private boolean isExcluded(Path path) {
        return excludes.stream().anyMatch(exclude -> exclude.matches(path));
    }

    /** The paths that are there now, in order of name; may include folders. */
    Collection<Path> find() {
        var found = new TreeSet<Path>();
        for (Include include : includes) {
            if (include.levels.isEmpty()) {
                add(include.root, found);
            } else {
                walk(include.root, include.levels, MAX_DEPTH, found);
            }
        }
        if (found.size() >= MAX_FILES && !overflowReported) {
            overflowReported = true;
            LOG.log(
                    WARNING,
                    "the log patterns lead to more than {0} files: the rest is not read; make them narrower",
                    MAX_FILES);
        }
        folders.forgetUnused();
        return found;
    }

    private void walk(Path folder, List<String> levels, int depth, Collection<Path> found) {
        if (depth == 0 || found.size() >= MAX_FILES) {
            return;
        }
        String level = levels.getFirst();
        List<String> rest = levels.subList(1, levels.size());
        if (level.equals(ANY_FOLDERS)) {
            // Stands for no folder at all, or for any of these with more below.
            if (!rest.isEmpty()) {
                walk(folder, rest, depth, found);
            }
            for (Path entry : folders.list(folder)) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    walk(entry, levels, depth - 1, found);
                } else if (rest.isEmpty()) {
                    add(entry, found);
                }
            }
            return;
        }
        if (!isPattern(level)) {
            descend(folder.resolve(level), rest, depth, found);
            return;
        }
        PathMatcher name = matcher(level);
        for (Path entry : folders.list(folder)) {
            if (name.matches(entry.getFileName())) {
                descend(entry, rest, depth, found);
            }
        }
    }

    private void descend(Path entry, List<String> rest, int depth, Collection<Path> found) {
        if (rest.isEmpty()) {
            add(entry, found);
        } else {
            walk(entry, rest, depth - 1, found);
        }
    }

    private void add(Path path, Collection<Path> found) {
        if (found.size() < MAX_FILES && !isExcluded(path)) {
            found.add(path);
        }
    }
}
