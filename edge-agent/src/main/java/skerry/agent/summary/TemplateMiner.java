package skerry.agent.summary;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import skerry.agent.privacy.Token;
import skerry.agent.ring.LearnedPattern;

/**
 * Mines patterns on line, in the manner of Drain (He et al., ICWS 2017): a message is masked by rules first, and templates
 * of the same number of words are compared word by word.
 *
 * <p>What differs from Drain is made for ids that agree between agents. Nearly all of the work is done by {@link Canonical},
 * which knows no history; and words become a variable by {@link MergeRules}, which count different words and not the order
 * in which they came. A merge makes a new pattern and leaves an alias for each of the old ones.
 *
 * <p>Memory is bounded. A source that has too many patterns gives up its own, those first that were seen once; when all
 * sources together have too many, the one with the most gives up. A source that keeps making new ones, as when each line is
 * different, is slowed to one new pattern in {@value #LINES_PER_NEW_PATTERN} lines; its other lines count under
 * {@link #ANYTHING}, and {@link #overflowed} says how many. Owned by one thread.
 */
public final class TemplateMiner implements PatternMiner {
    /** The pattern of messages for which there was no room. */
    public static final Pattern ANYTHING = PatternId.patternOf(Canonical.VARIABLE);

    private static final int LINES_PER_NEW_PATTERN = 64;
    private static final int CACHE_SIZE = 8192;
    private static final int FORGOTTEN_IN_CACHE = 256;

    private final MinerLimits limits;
    private final long seed;
    private final MessagePart messages = new MessagePart();
    private final Canonical canonical = new Canonical();
    private final TemplateCache cache = new TemplateCache(CACHE_SIZE);
    private final Map<Integer, List<Template>> byWordCount = new HashMap<>();
    private final Map<String, Source> sources = new HashMap<>();
    private final Map<Long, PatternAlias> aliases = new LinkedHashMap<>();
    /** What somebody keeps over a restart, and what has changed since they were told. */
    private final Set<Long> kept = new HashSet<>();

    private final Map<Long, Template> unkept = new LinkedHashMap<>();
    private final Set<Long> forgottenKept = new LinkedHashSet<>();

    private int patterns;
    private long aliasSequence;
    private long lines;
    private long overflowed;
    private long forgotten;

    /** A source and the templates that it was the first to show, oldest first. */
    private static final class Source {
        final ArrayDeque<Template> templates = new ArrayDeque<>();
        int owned;
        int room;
        long filledAt;
    }

    /**
     * @param seed of the hashes that look messages up; secret, so that nobody can make two messages collide. It has no
     *     influence on ids.
     */
    public TemplateMiner(MinerLimits limits, long seed) {
        this.limits = limits;
        this.seed = seed;
    }

    @Override
    public Pattern mine(String source, String message) {
        lines++;
        canonical.write(messages.of(Token.withoutTokens(message)));
        long hash = canonical.hash(seed);
        Template template = cache.get(hash);
        if (template == null) {
            template = learn(source, canonical.toString());
            if (template == null) {
                overflowed++;
                return ANYTHING;
            }
            cache.put(hash, template);
        }
        template.used();
        return template.pattern;
    }

    @Override
    public Pattern current(Pattern pattern) {
        PatternAlias alias = aliases.get(pattern.id());
        return alias == null ? pattern : alias.to();
    }

    @Override
    public List<PatternAlias> aliasesAfter(long sequence) {
        return aliases.values().stream()
                .filter(alias -> alias.sequence() > sequence)
                .sorted(Comparator.comparingLong(PatternAlias::sequence))
                .toList();
    }

    /** Messages that were counted under {@link #ANYTHING} since the start. */
    public long overflowed() {
        return overflowed;
    }

    /** Patterns in memory. */
    public int size() {
        return patterns;
    }

    @Override
    public Changes changes() {
        var learned = new ArrayList<LearnedPattern>();
        unkept.values().forEach(template -> learned.add(template.learned()));
        var changes = new Changes(learned, List.copyOf(forgottenKept));
        kept.removeAll(forgottenKept);
        kept.addAll(unkept.keySet());
        unkept.clear();
        forgottenKept.clear();
        return changes;
    }

    @Override
    public Changes everything() {
        byWordCount.values().forEach(templates -> templates.forEach(this::keep));
        return changes();
    }

    @Override
    public int restore(List<LearnedPattern> learned) {
        int refused = 0;
        for (LearnedPattern one : learned) {
            Source source = source(one.source());
            boolean known = kept.contains(one.id());
            if (!one.template().isEmpty() && PatternId.of(one.template()) == one.id() && !known) {
                kept.add(one.id());
                if (patterns < limits.patterns() && source.owned < limits.patternsPerSource()) {
                    insert(new Template(
                            new Pattern(one.id(), one.template()),
                            Tokens.of(one.template()),
                            one.source(),
                            one.grown()));
                    unkept.remove(one.id());
                } else {
                    forgottenKept.add(one.id());
                }
            } else {
                refused++;
            }
        }
        return refused;
    }

    private @Nullable Template learn(String source, String text) {
        Tokens tokens = Tokens.of(text);
        Template known = covering(tokens);
        if (known != null) {
            return known;
        }
        if (!hasRoom(source)) {
            return null;
        }
        var template = new Template(PatternId.patternOf(text), tokens, source, 0);
        insert(template);
        merge(template);
        return template.current();
    }

    /** Of the templates that cover these words, the one that is nearest; the order of learning does not matter. */
    private @Nullable Template covering(Tokens tokens) {
        Template best = null;
        int least = Tokens.MOST + 1;
        for (Template known : withWords(tokens.count())) {
            if (MergeRules.covers(known.tokens, known.grown, tokens)) {
                int differences = known.tokens.differences(tokens, Tokens.MOST);
                if (differences < least
                        || (differences == least && best != null && known.pattern.id() < best.pattern.id())) {
                    best = known;
                    least = differences;
                }
            }
        }
        return best;
    }

    private List<Template> withWords(int count) {
        return byWordCount.computeIfAbsent(count, _ -> new ArrayList<>());
    }

    private boolean hasRoom(String name) {
        Source source = source(name);
        int refill = (int) Math.min(limits.patternsPerSource(), (lines - source.filledAt) / LINES_PER_NEW_PATTERN);
        source.filledAt += (long) refill * LINES_PER_NEW_PATTERN;
        source.room = Math.min(limits.patternsPerSource(), source.room + refill);
        if (source.room == 0) {
            return false;
        }
        source.room--;
        return true;
    }

    private Source source(String name) {
        return sources.computeIfAbsent(name, _ -> {
            var source = new Source();
            source.room = limits.patternsPerSource();
            source.filledAt = lines;
            return source;
        });
    }

    private void insert(Template template) {
        Source source = source(template.source);
        if (source.owned >= limits.patternsPerSource()) {
            evictFrom(source);
        } else if (patterns >= limits.patterns()) {
            evictFrom(largest(sources.values()));
        }
        withWords(template.tokens.count()).add(template);
        source.templates.add(template);
        source.owned++;
        patterns++;
        keep(template);
    }

    private void keep(Template template) {
        unkept.put(template.pattern.id(), template);
        forgottenKept.remove(template.pattern.id());
    }

    private static Source largest(Collection<Source> sources) {
        return sources.stream()
                .max(Comparator.comparingInt(source -> source.owned))
                .orElseThrow();
    }

    /** Drops the oldest template that was not used since the last round (second chance). */
    private void evictFrom(Source source) {
        while (true) {
            Template oldest = source.templates.remove();
            if (oldest.isMerged()) {
                continue;
            }
            if (oldest.spared()) {
                source.templates.add(oldest);
                continue;
            }
            oldest.forget();
            remove(oldest);
            if (++forgotten % FORGOTTEN_IN_CACHE == 0) {
                cache.dropForgotten();
            }
            return;
        }
    }

    private void remove(Template template) {
        withWords(template.tokens.count()).remove(template);
        Source source = source(template.source);
        source.owned--;
        patterns--;
        unkept.remove(template.pattern.id());
        if (kept.contains(template.pattern.id())) {
            forgottenKept.add(template.pattern.id());
        }
        if (source.owned == 0) {
            sources.remove(template.source);
        }
    }

    /** Lets a new template take in those that it covers, and look for a place where it makes up a variable with others. */
    private void merge(Template template) {
        for (Template other : List.copyOf(withWords(template.tokens.count()))) {
            if (other != template && MergeRules.covers(template.tokens, template.grown, other.tokens)) {
                mergeInto(template, other);
            }
        }
        Map<Integer, List<Template>> families = new HashMap<>();
        for (Template other : withWords(template.tokens.count())) {
            if (other.tokens.differences(template.tokens, 1) == 1) {
                families.computeIfAbsent(other.tokens.firstDifference(template.tokens), _ -> new ArrayList<>())
                        .add(other);
            }
        }
        for (int place = 0; place < template.tokens.count(); place++) {
            List<Template> family = families.getOrDefault(place, List.of());
            if (mergedAt(place, template, family)) {
                return;
            }
        }
    }

    private boolean mergedAt(int place, Template template, List<Template> others) {
        boolean pair = template.tokens.pairAt(place)
                && others.stream().allMatch(other -> other.tokens.sameKeyAt(template.tokens, place));
        if (pair && template.tokens.emptyAt(place)) {
            return false;
        }
        var family = new ArrayList<Template>();
        others.stream().filter(other -> !pair || !other.tokens.emptyAt(place)).forEach(family::add);
        family.add(template);
        if (family.size() < MergeRules.wordsToMerge(template.tokens, place, pair)) {
            return false;
        }
        List<String> words = Tokens.split(template.pattern.template());
        words.set(
                place,
                VariableShape.of(family.stream()
                        .map(member -> Tokens.split(member.pattern.template()).get(place))
                        .toList()));
        String text = String.join(" ", words);
        var merged = new Template(
                PatternId.patternOf(text), Tokens.of(words), template.source, template.grown | 1L << place);
        family.forEach(member -> mergeInto(merged, member));
        for (Template known : withWords(merged.tokens.count())) {
            if (known.pattern.id() == merged.pattern.id()) {
                merged.mergeInto(known);
                return true;
            }
        }
        insert(merged);
        merge(merged);
        return true;
    }

    private void mergeInto(Template target, Template old) {
        old.mergeInto(target);
        remove(old);
        alias(old.pattern.id(), target.pattern);
    }

    private void alias(long from, Pattern to) {
        for (PatternAlias alias : List.copyOf(aliases.values())) {
            if (alias.to().id() == from) {
                aliases.put(alias.from(), new PatternAlias(++aliasSequence, alias.from(), to));
            }
        }
        aliases.remove(to.id());
        aliases.put(from, new PatternAlias(++aliasSequence, from, to));
        if (aliases.size() > limits.aliases()) {
            aliases.remove(aliases.keySet().iterator().next());
        }
    }
}
