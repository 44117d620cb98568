package skerry.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import skerry.agent.DataFolder;
import skerry.agent.cluster.ClusterPlace;
import skerry.agent.config.AgentConfig;
import skerry.agent.enrol.Enroller;
import skerry.agent.enrol.Enrolment;
import skerry.agent.enrol.HubUnreachableException;
import skerry.agent.enrol.StickDoor;
import skerry.agent.left.LeftDrop;
import skerry.platform.files.LocalDisk;
import skerry.protocol.identity.JoinCode;

/** Joins a fleet by a code that the hub made. */
@Command(
        name = "enrol",
        mixinStandardHelpOptions = true,
        description = {
            "Joins a fleet by a code that skerry-hub enrol printed. An agent that runs takes it up within seconds.",
            "Data that was collected before goes to that hub as well.",
            "Without a network, a stick with the hub's invitation carries the request, and later the answer."
        })
public final class EnrolCommand implements Callable<Integer> {
    private final String version;
    private final InstantSource clock;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Source source;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "What this agent does, for the hub's list; as it is set or found out if not given.")
    private @Nullable String role;

    @Option(names = "--again", description = "Joins although this agent has joined before; start it again afterwards.")
    private boolean again;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    static final class Source {
        @Parameters(paramLabel = "CODE", description = "The code.")
        private @Nullable String code;

        @Option(names = "--from", paramLabel = "FILE", required = true, description = "A file that holds the code.")
        private @Nullable Path file;

        @Option(
                names = "--stick",
                paramLabel = "DIR",
                required = true,
                description =
                        "The folder at which a stick with an invitation is mounted, as skerry-hub enrol --stick writes it.")
        private @Nullable Path stick;
    }

    public EnrolCommand(String version, InstantSource clock) {
        this.version = version;
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        AgentConfig config = options.load();
        var folder = DataFolder.open(config.data());
        if (!again) {
            refuseSecond(folder);
        }
        var random = new SecureRandom();
        var left = new LeftDrop(new LocalDisk(), folder.path(), clock);
        var enroller = new Enroller(folder.identity(random), random, version, config.proxy(), left);
        PrintWriter out = spec.commandLine().getOut();
        if (source.stick == null) {
            String text = source.file == null ? String.valueOf(source.code) : Files.readString(source.file);
            join(enroller, JoinCode.parse(text), config, folder, out);
        } else {
            askBy(source.stick, enroller, config, folder, out);
        }
        out.flush();
        return 0;
    }

    private void join(Enroller enroller, JoinCode code, AgentConfig config, DataFolder folder, PrintWriter out)
            throws IOException {
        Enrolment joined = joined(enroller, code, config);
        joined.save(folder.enrolment());
        out.println("enrolled as " + joined.site() + "/" + joined.node() + " at " + joined.api());
        out.println("broker " + joined.broker() + ", certificate until " + joined.end());
    }

    private Enrolment joined(Enroller enroller, JoinCode code, AgentConfig config) throws IOException {
        try {
            return enroller.join(code, config.node(), role(config));
        } catch (HubUnreachableException e) {
            if (config.peers().via().isEmpty()) {
                throw e;
            }
            throw new IOException(
                    e.getMessage()
                            + ", and the nodes of peers.via lead nobody who has not joined: join over another network,"
                            + " or by a stick that 'skerry-hub enrol --stick' wrote, with 'skerry-agent enrol --stick DIR'",
                    e);
        }
    }

    private void askBy(Path stick, Enroller enroller, AgentConfig config, DataFolder folder, PrintWriter out)
            throws IOException {
        StickDoor door = folder.stickDoor(new LocalDisk(), enroller, Optional::empty);
        door.join(stick, config.node(), role(config));
        door.serve(stick).forEach(out::println);
        out.println("Until then 'skerry-agent export' puts this node's data on the same stick.");
    }

    private String role(AgentConfig config) {
        return role != null ? role : ClusterPlace.here().role(config.cluster()).word();
    }

    private static void refuseSecond(DataFolder folder) throws IOException {
        Optional<Enrolment> before = Enrolment.load(folder.enrolment());
        if (before.isPresent()) {
            throw new IOException("this agent has joined as " + before.get()
                    + " already: to join anew, add --again and start the agent again");
        }
    }
}
