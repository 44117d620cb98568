package skerry.agent;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import skerry.agent.blackbox.BlackBox;
import skerry.agent.blackbox.CrashWatch;
import skerry.agent.cluster.Role;
import skerry.agent.collect.logs.Checkpoints;
import skerry.agent.collect.logs.LogCounters;
import skerry.agent.collect.logs.LogPump;
import skerry.agent.collect.logs.LogTail;
import skerry.agent.collect.logs.file.FileTailer;
import skerry.agent.collect.logs.journal.JournalTailer;
import skerry.agent.collect.logs.pods.PodGate;
import skerry.agent.collect.logs.pods.PodLogs;
import skerry.agent.collect.logs.pods.PodLook;
import skerry.agent.collect.logs.pods.PodNotes;
import skerry.agent.config.AgentConfig;
import skerry.agent.services.AccessLogs;
import skerry.platform.time.MonotonicClock;

/** The thread that follows the logs of this node: files, those of pods among them, and the journal. */
final class Logs {
    private final LogCounters counters = new LogCounters();
    private final Thread logs;

    /**
     * @param places knows how far was read
     * @param lines takes what they bring
     * @param blackBox is told of crashes
     */
    Logs(
            AgentConfig config,
            Role role,
            Checkpoints places,
            AccessLogs lines,
            BlackBox blackBox,
            PodNotes podNotes,
            PodLook podLook) {
        List<LogTail> tails =
                role.watchesNode() ? tails(config, places, lines, blackBox, podNotes, podLook) : List.of();
        logs = Thread.ofPlatform().name("logs").daemon().unstarted(new LogPump(tails));
    }

    /** What is counted of logs. */
    LogCounters counters() {
        return counters;
    }

    void start() {
        logs.start();
    }

    /** Ends the thread at a checkpoint. */
    void close() {
        logs.interrupt();
        try {
            logs.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<LogTail> tails(
            AgentConfig config,
            Checkpoints places,
            AccessLogs lines,
            BlackBox blackBox,
            PodNotes podNotes,
            PodLook podLook) {
        var tails = new ArrayList<LogTail>();
        if (!config.logs().include().isEmpty()) {
            var files = new FileTailer(
                    config.logs(),
                    places,
                    new PodLogs(
                            podNotes,
                            config.logs().unknownPods(),
                            counters,
                            new CrashWatch(blackBox, podLook, places::load, lines)),
                    counters,
                    InstantSource.system(),
                    MonotonicClock.SYSTEM,
                    podNotes,
                    new PodGate(podNotes, podLook, PodGate.USUAL, MonotonicClock.SYSTEM));
            tails.add(files);
        }
        if (config.logs().journald()) {
            tails.add(new JournalTailer("journalctl", config.logs(), places, lines, counters, MonotonicClock.SYSTEM));
        }
        return tails;
    }
}
