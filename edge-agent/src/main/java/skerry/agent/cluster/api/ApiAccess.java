package skerry.agent.cluster.api;

import java.io.IOException;

/** Knows where the API is and who asks. Tokens and certificates are replaced while the agent runs, so it is asked each time. */
@FunctionalInterface
public interface ApiAccess {
    /** @throws IOException one sentence that names the file which cannot be used */
    ApiServer server() throws IOException;
}
