package skerry.agent.collect.targets;

import java.util.Map;
import java.util.Optional;

/**
 * What is known beforehand of what stands behind an address, where it is not any target.
 *
 * @param format of its answers; empty for metrics text, by their content type
 * @param refusals what it means if it answers with one of these statuses
 * @param tlsAdvice what to do if its certificate is not believed, as a sentence; empty for what is said of any target
 */
public record KnownEndpoint(Optional<SampleFormat> format, Map<Integer, Refusal> refusals, Optional<String> tlsAdvice) {
    /** Any target. */
    public static final KnownEndpoint ANY = new KnownEndpoint(Optional.empty(), Map.of(), Optional.empty());

    public KnownEndpoint {
        refusals = Map.copyOf(refusals);
    }

    /**
     * What a status means.
     *
     * @param meaning as the end of a clause: {@code the right to get nodes/stats is missing}
     * @param advice what to do, as a sentence
     */
    public record Refusal(String meaning, String advice) {}
}
