package skerry.agent.summary;

import org.jspecify.annotations.Nullable;

/** Remembers which template a canonical text belongs to, by its hash; four places for each, the oldest gives way. */
final class TemplateCache {
    private static final int WAYS = 4;

    private final long[] hashes;
    private final @Nullable Template[] templates;
    private final int mask;
    private int turn;

    /** @param size a power of two */
    TemplateCache(int size) {
        hashes = new long[size];
        templates = new Template[size];
        mask = size / WAYS - 1;
    }

    /** The template as it is now, or null. */
    @Nullable
    Template get(long hash) {
        int set = set(hash);
        for (int i = set; i < set + WAYS; i++) {
            Template found = templates[i];
            if (hashes[i] == hash && found != null) {
                Template now = found.current();
                templates[i] = now;
                return now.isForgotten() ? null : now;
            }
        }
        return null;
    }

    void put(long hash, Template template) {
        int set = set(hash);
        int place = set + (turn++ & WAYS - 1);
        for (int i = set; i < set + WAYS; i++) {
            Template there = templates[i];
            if (there == null || hashes[i] == hash || there.isForgotten()) {
                place = i;
                break;
            }
        }
        hashes[place] = hash;
        templates[place] = template;
    }

    /** Lets go of templates that the miner has forgotten, which would stay in memory only for this cache. */
    void dropForgotten() {
        for (int i = 0; i < templates.length; i++) {
            Template there = templates[i];
            if (there != null && there.current().isForgotten()) {
                templates[i] = null;
            }
        }
    }

    private int set(long hash) {
        return ((int) (hash >>> 32) & mask) * WAYS;
    }
}
