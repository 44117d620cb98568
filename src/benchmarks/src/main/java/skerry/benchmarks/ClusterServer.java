package skerry.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import skerry.agent.cluster.FakeApiServer;
import skerry.platform.tls.CertificateAuthority;
import skerry.simulator.TextServer;

/**
 * A process that lists and watches a generated cluster as its API server would, over HTTPS and to who shows the token, and goes on
 * changing it. It says {@code serves PORT} once all is there, and ends with whoever started it.
 */
final class ClusterServer {
    private ClusterServer() {}

    /** {@code FOLDER PODS CHANGES-PER-SECOND}; the authority's certificate is in the folder. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var authority = CertificateAuthority.open(Path.of(arguments[0]), InstantSource.system(), new SecureRandom());
        int rate = Integer.parseInt(arguments[2]);
        try (var server = new FakeApiServer(Optional.of(authority.serverContext(List.of("127.0.0.1"))))) {
            var cluster = new GeneratedObjects(server, Integer.parseInt(arguments[1]));
            cluster.make();
            server.compact();
            server.token(TextServer.TOKEN);
            System.out.println("serves " + server.port());
            while (true) {
                Thread.sleep(Duration.ofSeconds(1).dividedBy(rate));
                cluster.change();
            }
        }
    }
}
