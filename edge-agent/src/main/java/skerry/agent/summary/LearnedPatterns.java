package skerry.agent.summary;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Iterator;

/**
 * What a miner knows, as lines of text, so that it goes on after a restart with the same patterns: a head line, then
 * {@code P}, lines seen, places that became variables by a merge, source and template, and {@code A} with the two ids of an
 * alias, parted by tabs. A line that is damaged costs that pattern only.
 */
final class LearnedPatterns {
    private static final String HEAD = "skerry-patterns 1";
    private static final int LONGEST_TEMPLATE = 2_048;
    private static final int LONGEST_SOURCE = 1_024;

    private LearnedPatterns() {}

    static void write(Iterable<Template> templates, Iterable<PatternAlias> aliases, Appendable out) throws IOException {
        out.append(HEAD).append('\n');
        for (Template template : templates) {
            out.append("P\t")
                    .append(Long.toString(template.lines()))
                    .append('\t')
                    .append(Long.toHexString(template.grown))
                    .append('\t')
                    .append(template.source.replaceAll("\\p{Cntrl}", " "))
                    .append('\t')
                    .append(template.pattern.template())
                    .append('\n');
        }
        for (PatternAlias alias : aliases) {
            out.append("A\t")
                    .append(HexFormat.of().toHexDigits(alias.from()))
                    .append('\t')
                    .append(HexFormat.of().toHexDigits(alias.to().id()))
                    .append('\n');
        }
    }

    /** What a miner does with what was read. */
    interface Reader {
        void template(Template template);

        /** False if nothing is known of {@code to}. */
        boolean alias(long from, long to);
    }

    /** Reads lines; returns how many were not understood. */
    static int read(Iterator<String> lines, int mostLines, Reader reader) {
        if (!lines.hasNext()) {
            return 0;
        }
        int refused = lines.next().equals(HEAD) ? 0 : 1;
        for (int i = 0; i < mostLines && lines.hasNext(); i++) {
            if (!understood(lines.next(), reader)) {
                refused++;
            }
        }
        return refused;
    }

    private static boolean understood(String line, Reader reader) {
        try {
            String[] field = line.split("\t", 6);
            if (field.length == 5 && field[0].equals("P")) {
                String text = field[4];
                if (text.isEmpty() || text.length() > LONGEST_TEMPLATE || field[3].length() > LONGEST_SOURCE) {
                    return false;
                }
                long grown = HexFormat.fromHexDigitsToLong(field[2]);
                long seen = Math.max(0, Long.parseLong(field[1]));
                reader.template(new Template(PatternId.patternOf(text), Tokens.of(text), field[3], grown, seen));
                return true;
            }
            return field.length == 3
                    && field[0].equals("A")
                    && reader.alias(HexFormat.fromHexDigitsToLong(field[1]), HexFormat.fromHexDigitsToLong(field[2]));
        } catch (IllegalArgumentException _) {
            return false; // a number that is none
        }
    }
}
