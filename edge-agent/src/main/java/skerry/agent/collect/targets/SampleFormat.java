package skerry.agent.collect.targets;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import skerry.agent.collect.scrape.ParsedSample;
import skerry.agent.collect.scrape.ScrapeLimits;
import skerry.agent.collect.scrape.TextFormatException;

/** How samples stand in what a target answers. */
@FunctionalInterface
public interface SampleFormat {
    /**
     * Reads an answer as it comes; what was handed over before an exception is not accepted.
     *
     * @throws TextFormatException if it breaks a rule or a limit; names the first line that does
     * @throws IOException if it cannot be read
     */
    void parse(InputStream text, ScrapeLimits limits, Consumer<ParsedSample> out) throws IOException;
}
