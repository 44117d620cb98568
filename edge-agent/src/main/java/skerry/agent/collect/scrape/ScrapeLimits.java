package skerry.agent.collect.scrape;

/**
 * What metrics text may ask for; each bound is held before what it bounds is kept.
 *
 * @param maxBytes of the whole text
 * @param maxLineBytes of one line
 * @param maxSamples how many samples
 * @param maxLabels how many labels on one sample
 * @param maxLabelBytes how many bytes of UTF-8 in a name or a label's value
 */
public record ScrapeLimits(int maxBytes, int maxLineBytes, int maxSamples, int maxLabels, int maxLabelBytes) {
    /** @throws IllegalArgumentException if a limit is not positive */
    public ScrapeLimits {
        if (maxBytes <= 0 || maxLineBytes <= 0 || maxSamples <= 0 || maxLabels <= 0 || maxLabelBytes <= 0) {
            throw new IllegalArgumentException("limits of metrics text must be positive");
        }
    }
}
