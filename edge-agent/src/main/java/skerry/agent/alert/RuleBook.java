package skerry.agent.alert;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import skerry.platform.config.ConfigException;

/** All rules that an agent evaluates: the site's own and the usual ones. */
public record RuleBook(List<RuleGroup> groups) {
    /** More than the community publishes for all that runs on a small cluster. */
    static final int MOST_RULES = 500;

    private static final String USUAL = "usual-rules.yaml";
    private static final String USUAL_NAME = "the usual rules";

    public RuleBook {
        groups = List.copyOf(groups);
    }

    /** All of what the configuration names. @throws ConfigException names every mistake of every file */
    public static RuleBook load(RulesConfig config) throws ConfigException {
        var groups = new ArrayList<RuleGroup>();
        var mistakes = new ArrayList<String>();
        for (Path file : new TreeSet<>(config.files())) {
            RuleFile.Content content = read(file);
            groups.addAll(content.groups());
            content.mistakes().forEach(mistake -> mistakes.add(mistake.toString()));
        }
        if (config.usual()) {
            groups.addAll(usual(config.disabled(), mistakes));
        } else if (!config.disabled().isEmpty()) {
            mistakes.add("'rules.disable' says nothing while 'rules.defaults' is false: leave it out");
        }
        mistakes.addAll(clashes(groups));
        if (!mistakes.isEmpty()) {
            throw new ConfigException("rules", mistakes);
        }
        return new RuleBook(groups);
    }

    /** A file's rules and mistakes; one that cannot be read is a mistake of its own. */
    public static RuleFile.Content read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return RuleFile.read(file.toString(), in.readNBytes(RuleYaml.MAX_BYTES + 1));
        } catch (NoSuchFileException e) {
            return unreadable(file, "there is no such file");
        } catch (IOException e) {
            return unreadable(file, "cannot be read (" + e.getMessage() + ")");
        }
    }

    /** Rules of one name that no label tells apart, as sentences; and whether there are too many. */
    public static List<String> clashes(List<RuleGroup> groups) {
        Map<String, RuleGroup> seen = new HashMap<>();
        var clashes = new ArrayList<String>();
        int rules = 0;
        for (RuleGroup group : groups) {
            rules += group.rules().size();
            for (Rule rule : group.rules()) {
                RuleGroup other = seen.putIfAbsent(rule.id(), group);
                if (other != null) {
                    boolean usual = group.file().equals(USUAL_NAME);
                    clashes.add(new RuleMistake(
                                    usual ? other.file() : group.file(),
                                    0,
                                    usual ? other.name() : group.name(),
                                    rule.alert(),
                                    usual
                                            ? "a usual rule has this name and these labels: put " + rule.alert()
                                                    + " under rules.disable, or name this one otherwise"
                                            : "group \"" + other.name() + "\" of " + other.file()
                                                    + " has a rule with this name and these labels: give one of them another label")
                            .toString());
                }
            }
        }
        if (rules > MOST_RULES) {
            clashes.add("there are " + rules + " rules, and an agent evaluates " + MOST_RULES + " at most");
        }
        return clashes;
    }

    int size() {
        return groups.stream().mapToInt(group -> group.rules().size()).sum();
    }

    private static List<RuleGroup> usual(Set<String> disabled, List<String> mistakes) {
        RuleFile.Content content = usual();
        content.mistakes().forEach(mistake -> mistakes.add(mistake.toString()));
        var unknown = new TreeSet<>(disabled);
        var groups = new ArrayList<RuleGroup>();
        for (RuleGroup group : content.groups()) {
            group.rules().forEach(rule -> unknown.remove(rule.alert()));
            List<Rule> wanted = group.rules().stream()
                    .filter(rule -> !disabled.contains(rule.alert()))
                    .toList();
            if (!wanted.isEmpty()) {
                groups.add(group.with(wanted));
            }
        }
        for (String name : unknown) {
            mistakes.add("'rules.disable' names '" + name + "', and no usual rule is called so: see docs/rules.md");
        }
        return groups;
    }

    /** The rules that come with the agent. */
    public static RuleFile.Content usual() {
        try (InputStream in = RuleBook.class.getResourceAsStream(USUAL)) {
            if (in == null) {
                throw new IllegalStateException(USUAL + " is missing from the program");
            }
            return RuleFile.read(USUAL_NAME, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + USUAL, e);
        }
    }

    private static RuleFile.Content unreadable(Path file, String reason) {
        return new RuleFile.Content(List.of(), List.of(new RuleMistake(file.toString(), 0, "", "", reason)));
    }
}
