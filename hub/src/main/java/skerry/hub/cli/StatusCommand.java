package skerry.hub.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Asks the running hub whether it takes batches: for people, and for whoever restarts or watches a container. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Says whether the running hub takes batches, and if not, why.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it takes batches; a second line names nodes whose privacy policy it does not take",
            "1:it does not, or no hub runs; one sentence on standard error says why",
            "2:wrong use, or a wrong configuration"
        })
public final class StatusCommand extends HubCommand {
    @Override
    void run(LocalHub hub, PrintWriter out) throws IOException {
        Optional<String> trouble = hub.trouble();
        if (trouble.isPresent()) {
            throw new IOException("the hub takes no batches: " + trouble.get());
        }
        out.println("The hub at " + hub.url() + " takes batches.");
        String notice = hub.get("/api/v1/policy").path("notice").asText();
        if (!notice.isEmpty()) {
            out.println("But not all: " + notice + ".");
        }
    }
}
