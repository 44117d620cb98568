package skerry.agent.summary;

/**
 * How much a miner may remember.
 *
 * @param patterns of all sources together
 * @param patternsPerSource of one source
 * @param aliases oldest are forgotten first
 */
public record MinerLimits(int patterns, int patternsPerSource, int aliases) {
    /** What fits an agent: at most 4 MiB. */
    public static final MinerLimits STANDARD = new MinerLimits(2_000, 500, 2_000);

    public MinerLimits {
        if (patternsPerSource < 1 || patterns < patternsPerSource || aliases < 1) {
            throw new IllegalArgumentException("limits " + patterns + ", " + patternsPerSource + ", " + aliases);
        }
    }
}
