package skerry.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import skerry.agent.DataFolder;
import skerry.agent.config.AgentConfig;
import skerry.agent.enrol.Enroller;
import skerry.agent.enrol.Enrolment;
import skerry.agent.enrol.NodeCertificate;
import skerry.agent.enrol.StickDoor;
import skerry.agent.left.LeftDrop;
import skerry.agent.ring.OutboxReader;
import skerry.agent.sync.peer.PeerRound;
import skerry.agent.sync.usb.Exported;
import skerry.agent.sync.usb.ReceiptDrop;
import skerry.agent.sync.usb.StickExport;
import skerry.platform.config.ConfigException;
import skerry.platform.files.LocalDisk;
import skerry.platform.net.HostPort;
import skerry.platform.time.MonotonicClock;
import skerry.platform.tls.KnownTime;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;

/** Puts the data that waits for the hub on a stick. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Puts all data that waits for the hub on a stick, sealed for the hub, and takes the hub's receipts from it.",
            "The agent may run or not. What is on the stick already is not written again. Then each node that",
            "peers.nodes names is asked for its data, which it seals itself."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all data is on the stick",
            "1:not all of it is, of this node or of one that was asked; a sentence says why, and exporting again goes on",
            "2:wrong use, or a wrong configuration"
        })
public final class ExportCommand implements Callable<Integer> {
    private final String version;
    private final InstantSource clock;
    private final Map<HostPort, LongConsumer> progressOf = new HashMap<>();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--to",
            paramLabel = "DIR",
            required = true,
            description = "The folder at which the stick is mounted.")
    private Path to = Path.of("");

    @Option(
            names = "--diode",
            description = "No receipt will come back: the newest data goes first. The same as stick.diode.")
    private boolean diode;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** @param version of this program */
    public ExportCommand(String version, InstantSource clock) {
        this.version = version;
        this.clock = clock;
    }

    @Override
    public Integer call() throws ConfigException, IOException, SQLException {
        AgentConfig config = options.load();
        var folder = new DataFolder(config.data());
        if (!Files.isRegularFile(folder.ring())) {
            throw new IOException("there is no ring at " + folder.ring()
                    + ": name the agent's data folder with --data, or start the agent once");
        }
        var disk = new LocalDisk();
        var random = new SecureRandom();
        AgentIdentity identity = folder.identity(random);
        var left = new LeftDrop(disk, folder.path(), clock);
        var door = folder.stickDoor(
                disk,
                new Enroller(identity, random, version, config.proxy(), left),
                () -> Optional.of(KnownTime.exactly(clock.instant())));
        HubCard hub = hub(config, folder);
        door.serve(to).forEach(spec.commandLine().getOut()::println);
        var export = new StickExport(
                disk,
                identity,
                hub,
                new ReceiptDrop(disk, folder.path()),
                left,
                diode || config.stick().diode(),
                version,
                clock);
        boolean complete;
        try (var outbox = OutboxReader.open(folder.ring())) {
            complete = print(export.run(to, outbox, progress("", outbox.bytesWaiting())));
        }
        for (PeerRound.Asked asked : others(config, folder, export.oneWay()).run(export.filler(to), this::progress)) {
            print(asked.sentence());
            complete &= asked.complete();
        }
        print("It is safe to remove the stick.");
        return complete ? 0 : 1;
    }

    /** The other nodes, asked under the certificate of the agent, at a time of which only its grant is known to have passed. */
    private static PeerRound others(AgentConfig config, DataFolder folder, boolean oneWay) throws IOException {
        Optional<Enrolment> enrolment =
                config.peers().nodes().isEmpty() ? Optional.empty() : Enrolment.load(folder.enrolment());
        return new PeerRound(
                config.peers().nodes(),
                new NodeCertificate(
                        () -> enrolment,
                        () -> KnownTime.after(
                                enrolment.map(Enrolment::grantedAt).orElse(Instant.EPOCH))),
                oneWay,
                MonotonicClock.SYSTEM,
                PeerRound.USUAL_LIMIT);
    }

    /** As the running agent has it: what the configuration names, or the hub that it joined. */
    private static HubCard hub(AgentConfig config, DataFolder folder) throws ConfigException, IOException {
        Optional<HubCard> hub = config.mqtt().hub();
        Optional<HubCard> joined = Enrolment.load(folder.enrolment()).map(Enrolment::hub);
        Optional<HubCard> asked = StickDoor.askedHub(folder.openRequest());
        return hub.or(() -> joined)
                .or(() -> asked)
                .orElseThrow(() -> new ConfigException(
                        "the configuration",
                        List.of(
                                "mqtt.hub is missing and this agent has joined no hub, so there is none to seal the data"
                                        + " for: join one with 'skerry-agent enrol', also by stick, or paste the line that 'skerry-hub"
                                        + " identity' prints")));
    }

    private boolean print(Exported done) {
        print(done.batches() + " batches (" + megabytes(done.bytes()) + ") written to " + to + " in " + done.files()
                + " files; " + done.kept() + " files were there already");
        done.notes().forEach(this::print);
        return done.complete();
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private void progress(HostPort peer, long bytes, long waiting) {
        progressOf
                .computeIfAbsent(peer, _ -> progress(" of the node at " + peer, waiting))
                .accept(bytes);
    }

    /** A line for each tenth. */
    private LongConsumer progress(String whose, long waiting) {
        long[] told = {0};
        return bytes -> {
            long tenths = waiting == 0 ? 10 : Math.min(10, bytes * 10 / waiting);
            if (tenths > told[0]) {
                told[0] = tenths;
                print(tenths * 10 + " % of " + megabytes(waiting) + whose + " sealed; leave the stick in");
            }
        };
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
