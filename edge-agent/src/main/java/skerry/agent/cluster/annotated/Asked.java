package skerry.agent.cluster.annotated;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** That an object asks to be scraped, and how. What else it is annotated with is not kept, which may be much. Immutable. */
sealed interface Asked {
    /** Empty if it does not ask. */
    static Optional<Asked> by(JsonNode annotations) {
        if (!ScrapeAnnotations.ask(annotations)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Well(ScrapeAnnotations.of(annotations)));
        } catch (ScrapeAnnotations.Wrong e) {
            return Optional.of(new Badly(e));
        }
    }

    /** @throws ScrapeAnnotations.Wrong if it cannot be followed */
    ScrapeAnnotations how() throws ScrapeAnnotations.Wrong;

    /** In a way that can be followed. */
    record Well(ScrapeAnnotations how) implements Asked {}

    /** In a way that cannot. */
    record Badly(ScrapeAnnotations.Wrong wrong) implements Asked {
        @Override
        public ScrapeAnnotations how() throws ScrapeAnnotations.Wrong {
            throw wrong;
        }
    }
}
