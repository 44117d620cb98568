package skerry.agent.collect.targets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** How the agent shows a target who it is. */
public sealed interface Login {
    /**
     * The value of the header Authorization.
     *
     * @throws IOException one sentence, if the secret cannot be read
     */
    Optional<String> header() throws IOException;

    /** By nothing, or by a certificate alone. */
    record None() implements Login {
        @Override
        public Optional<String> header() {
            return Optional.empty();
        }
    }

    /** RFC 7617. */
    record Basic(String user, Secret password) implements Login {
        @Override
        public Optional<String> header() throws IOException {
            byte[] both = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
        }
    }

    /** RFC 6750. */
    record Bearer(Secret token) implements Login {
        @Override
        public Optional<String> header() throws IOException {
            return Optional.of("Bearer " + token.reveal());
        }
    }
}
