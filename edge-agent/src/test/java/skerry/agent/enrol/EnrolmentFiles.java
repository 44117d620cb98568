package skerry.agent.enrol;

import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubIdentity;

/** Enrolments as a hub grants them, for tests of what is done with the file. */
public final class EnrolmentFiles {
    private EnrolmentFiles() {}

    /** Writes what a hub granted some agent at this moment. */
    public static void write(Path file, Instant now, SecureRandom random) throws Exception {
        Path authority = Files.createTempDirectory("authority");
        var hub = new GrantingHub(
                authority, HubIdentity.generate(random), URI.create("https://hub.example:8440/"), random, () -> now);
        var enroller = new Enroller(AgentIdentity.generate(random), random, "test", Proxy.NO_PROXY, (_, _, _, _) -> {});
        OpenRequest open = enroller.ask(hub.code, Optional.empty(), "pi", "cluster");
        open.granted(hub.join(open.request().toArray())).save(file);
    }
}
