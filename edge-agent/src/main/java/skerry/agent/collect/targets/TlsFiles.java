package skerry.agent.collect.targets;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * TLS towards the targets of a job. Empty for what Java trusts, and no certificate of one's own.
 *
 * @param authorities PEM file of the only authorities to trust
 * @param certificate PEM file of the agent's own certificate and its issuers
 * @param key PEM file of its key
 * @param serverName the name that the target's certificate must hold; that of the URL if empty
 * @param unchecked whether any certificate is taken: then anyone on the way can read and forge what is scraped
 */
public record TlsFiles(
        Optional<Path> authorities,
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<String> serverName,
        boolean unchecked) {
    public static final TlsFiles NONE =
            new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    /** @throws IllegalArgumentException if of certificate and key only one is there */
    public TlsFiles {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("a certificate needs its key, and a key its certificate");
        }
    }

    List<Path> all() {
        return Stream.of(authorities, certificate, key)
                .flatMap(Optional::stream)
                .toList();
    }
}
