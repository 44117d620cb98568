package skerry.agent.summary;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import skerry.agent.privacy.Redactor;
import skerry.agent.ring.LearnedPattern;
import skerry.agent.ring.PatternNote;
import skerry.protocol.RecordCounts;
import skerry.protocol.payload.Event;
import skerry.protocol.payload.PatternTemplate;
import skerry.protocol.payload.Severity;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.Window;
import skerry.protocol.series.Series;
import skerry.protocol.sketch.Bins;

/**
 * Everything of the minute that is open: samples that leave the site, log lines under their patterns, and how many records
 * that is. A minute that could not be stored goes on into the next one. Owned by one thread at a time.
 */
public final class OpenMinute {
    private static final System.Logger LOG = System.getLogger(OpenMinute.class.getName());

    /** How many lines a minute are usual is kept so often: it is found again by itself. */
    private static final int MINUTES_BETWEEN_NOTES = 60;

    private final MinuteWindow window = new MinuteWindow();
    private final PatternMiner miner;
    private final KnownPatterns known;
    private final PatternTexts texts;
    private final PatternCounts patterns;
    private final PatternWatch watch;
    private final Rollup postponed = new Rollup(Long.MAX_VALUE);
    private List<PatternTemplate> postponedTemplates = List.of();
    private long aliasSequence;
    private long samples;
    private long lines;
    private long minutes;
    private long refusedValues;
    private long leftOutValues;

    /**
     * A closed minute.
     *
     * @param templates of the patterns that the summary names, and of patterns that were merged since the minute before
     * @param records source records it covers
     */
    public record Closed(Summary summary, List<PatternTemplate> templates, RecordCounts records) {
        public Closed {
            templates = List.copyOf(templates);
        }
    }

    /**
     * @param mostPatterns that a minute tells apart; twice as many are remembered
     * @param redactor has the last word on what is shown of a pattern
     */
    public OpenMinute(PatternMiner miner, int mostPatterns, PatternSettings settings, Redactor redactor) {
        this.miner = miner;
        this.known = new KnownPatterns(2 * mostPatterns);
        this.texts = new PatternTexts(known, settings.k(), redactor);
        this.patterns = new PatternCounts(miner, known, texts, mostPatterns);
        this.watch = new PatternWatch(known, settings);
    }

    /**
     * @param monoMillis when it was read, {@code CLOCK_MONOTONIC}
     */
    public void sample(Series series, double value, long monoMillis) {
        window.sample(series, value, monoMillis);
        samples++;
    }

    /**
     * Counts a value of a distribution, such as how long a request took. Values are no records: they are made of these.
     *
     * @param times how often it came
     */
    public void value(Series series, double value, long times) {
        if (!Bins.holds(value)) {
            refusedValues += times;
        } else if (!window.value(series, value, times)) {
            leftOut(times);
        }
    }

    /** So many values are of series that there is no room for. */
    public void leftOut(long values) {
        leftOutValues += values;
    }

    /** Values that are none of a distribution, such as a duration below zero, since the start. */
    public long refusedValues() {
        return refusedValues;
    }

    /** Values of series beyond those that there is room for, since the start. */
    public long leftOutValues() {
        return leftOutValues;
    }

    /**
     * Counts a redacted line.
     *
     * @param severity as its format or its text tells
     */
    public void line(String source, Severity severity, String text) {
        patterns.add(miner.mine(source, text), severity, source, text);
        lines++;
    }

    /** What was learned of the logs before a restart, and how often its patterns were seen. */
    public void restore(List<LearnedPattern> learned, List<PatternNote> notes) {
        known.restore(notes);
        for (PatternNote note : notes) {
            minutes = Math.max(minutes, note.lastMinute());
        }
        int refused = miner.restore(learned);
        if (refused > 0) {
            LOG.log(Level.WARNING, "{0} learned log patterns could not be used: these are learned anew", refused);
        }
    }

    /** The minute that went before, with a restart in between: counters grow from where it ends. */
    public void follows(Summary before) {
        window.follows(before);
    }

    /**
     * What of the logs was learned and forgotten since this was asked last, to be kept over a restart.
     *
     * @param all whether what was kept before is lost
     */
    public PatternMiner.Changes learned(boolean all) {
        return all ? miner.everything() : miner.changes();
    }

    /**
     * What is to be remembered of the patterns that were seen, and of which nothing more.
     *
     * @param forgotten ids
     */
    public record Known(List<PatternNote> notes, List<Long> forgotten) {
        public Known {
            notes = List.copyOf(notes);
            forgotten = List.copyOf(forgotten);
        }
    }

    /**
     * What has to be kept over a restart since this was asked last.
     *
     * @param all whether what was kept before is lost
     */
    public Known known(boolean all) {
        return new Known(known.takeChanged(all || minutes % MINUTES_BETWEEN_NOTES == 0), known.takeForgotten());
    }

    /** What the last minutes that were closed had to tell of patterns; asked once. */
    public List<Event> events(long wallMillis, long monoMillis) {
        return watch.take(wallMillis, monoMillis);
    }

    /** Of patterns that were learned before a restart, what may leave. */
    public List<PatternTemplate> templates(List<LearnedPattern> learned) {
        var templates = new ArrayList<PatternTemplate>(learned.size());
        for (LearnedPattern one : learned) {
            templates.add(new PatternTemplate(one.id(), texts.template(new Pattern(one.id(), one.template())), 0));
        }
        return templates;
    }

    /** Closes the minute, together with those before it that could not be stored. */
    public Closed close(Window span) {
        minutes++;
        List<PatternAlias> aliases = miner.aliasesAfter(aliasSequence);
        for (PatternAlias alias : aliases) {
            known.merged(alias.from(), alias.to().id());
            aliasSequence = alias.sequence();
        }
        List<PatternCount> counts = patterns.close();
        watch.minute(minutes, counts);
        Summary summary =
                window.close(span, counts.stream().map(PatternCount::summary).toList());
        List<PatternTemplate> templates = templates(counts, aliases);
        if (!postponed.isEmpty()) {
            postponed.add(summary);
            summary = postponed.close();
            templates = joined(postponedTemplates, templates);
            postponedTemplates = List.of();
        }
        return new Closed(summary, templates, new RecordCounts(samples, lines, 0));
    }

    private List<PatternTemplate> templates(List<PatternCount> counts, List<PatternAlias> aliases) {
        var templates = new ArrayList<PatternTemplate>(counts.size() + aliases.size());
        for (PatternCount count : counts) {
            templates.add(new PatternTemplate(count.pattern().id(), texts.template(count.pattern()), 0));
        }
        for (PatternAlias alias : aliases) {
            templates.add(new PatternTemplate(alias.from(), "", alias.to().id()));
        }
        return templates;
    }

    /** Says that a closed minute is durable, so that its records are counted no more. */
    public void stored(Closed closed) {
        samples -= closed.records().samples();
        lines -= closed.records().lines();
    }

    /** Says that the disk would not have a closed minute: its records stay part of the open one. */
    public void postpone(Closed closed) {
        postponed.add(closed.summary());
        postponedTemplates = closed.templates();
    }

    private static List<PatternTemplate> joined(List<PatternTemplate> before, List<PatternTemplate> now) {
        var all = new LinkedHashMap<Long, PatternTemplate>();
        before.forEach(template -> all.put(template.patternId(), template));
        now.forEach(template -> all.put(template.patternId(), template));
        return List.copyOf(all.values());
    }
}
