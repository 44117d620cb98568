package skerry.agent.services;

/** How much a counter of a target grew from one scrape to the next. Not thread-safe. */
final class Growth {
    /** The target's clock may be off by so much. */
    private static final double SKEW_SECONDS = 60;

    private double before = Double.NaN;
    private double createdBefore = Double.NaN;
    private double now;
    private int scrape;

    /**
     * What a scrape tells.
     *
     * @param number of the scrape
     */
    void sample(double total, int number) {
        now = total;
        scrape = number;
    }

    /** The number of the scrape that had it last. */
    int scrape() {
        return scrape;
    }

    /**
     * Takes the growth since the sample before.
     *
     * @param created when the target says that the count began, in seconds of Unix time; NaN if it does not
     * @param lastScrape when the target was scraped before, in seconds of Unix time: what is new began since then. NaN if it was
     *     not, or if not all of what it had then is known
     */
    double take(double created, double lastScrape) {
        double grown;
        if (Double.isNaN(before)) {
            // A count that says it is older was there before, and only not shown.
            grown = Double.isNaN(lastScrape) || created < lastScrape - SKEW_SECONDS ? 0 : now;
        } else {
            grown = now < before || created > createdBefore ? now : now - before;
        }
        before = now;
        createdBefore = created;
        return grown;
    }
}
