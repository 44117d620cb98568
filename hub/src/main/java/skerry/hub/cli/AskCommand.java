package skerry.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a node for its support file. */
@Command(
        name = "ask",
        mixinStandardHelpOptions = true,
        description = {
            "Asks a node for its support file, waits for it and writes it here. The node makes what skerry-agent diagnose"
                    + " writes, without secrets and personal data.",
            "A node that is out of contact is asked at its next contact within seven days: look with --no-wait."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the file is written, or with --no-wait the node will be asked",
            "1:there is no file; one sentence on standard error says why",
            "2:wrong use, or a wrong configuration"
        })
public final class AskCommand extends HubCommand {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Set<String> STILL = Set.of("waiting", "sent", "answering");

    @Parameters(index = "0", paramLabel = "SITE/NODE", description = "The node, or its id.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write; usually its own name in this folder.")
    private @Nullable Path out;

    @Option(names = "--no-wait", description = "Only order it; the hub's page Settings has the file once it is there.")
    private boolean noWait;

    @Override
    void run(LocalHub hub, PrintWriter print) throws IOException {
        JsonNode agent = KnownAgents.of(hub).active(name);
        String path = "/api/v1/agents/" + KnownAgents.uid(agent) + "/commands";
        JsonNode command = hub.send("POST", path, Map.of("type", "support-file"));
        String id = command.path("id").asText();
        print.println(KnownAgents.place(agent) + " is asked for its support file, command " + id);
        print.flush();
        if (noWait) {
            return;
        }
        String last = "";
        while (STILL.contains(command.path("state").asText())) {
            String told = progress(command);
            if (!told.equals(last)) {
                print.println(told);
                print.flush();
                last = told;
            }
            pause(LOOK_EVERY, "the node is asked all the same");
            command = find(hub.get(path), id);
        }
        if (!command.has("file")) {
            throw new IOException(
                    "there is no support file (" + command.path("state").asText() + "): "
                            + command.path("sentence").asText());
        }
        Path file = out == null ? Path.of(command.path("file").asText()) : out;
        write(file, hub.bytes(path + "/" + id + "/file"));
        print.println("wrote " + file);
    }

    private static String progress(JsonNode command) {
        return switch (command.path("state").asText()) {
            case "waiting" -> "the node is out of contact: waiting for it (Ctrl-C leaves it ordered)";
            case "sent" -> "the node was asked";
            default ->
                command.path("partsHere").asInt() + " of "
                        + command.path("parts").asInt() + " parts are here";
        };
    }

    private static JsonNode find(JsonNode list, String id) throws IOException {
        return StreamSupport.stream(list.path("commands").spliterator(), false)
                .filter(one -> one.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new IOException("the hub forgot the command: ask again"));
    }

    static void write(Path file, byte[] content) throws IOException {
        try {
            Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(file + " exists already: name another file with --out; the hub keeps it too", e);
        }
    }
}
