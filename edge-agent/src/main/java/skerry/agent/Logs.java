package skerry.agent;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import skerry.agent.blackbox.BlackBox;
import skerry.agent.blackbox.CrashWatch;
import skerry.agent.cluster.Role;
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
import skerry.agent.privacy.SealedNames;
import skerry.agent.ring.Ring;
import skerry.agent.services.AccessLogs;
import skerry.agent.services.ServiceBoard;
import skerry.platform.time.MonotonicClock;

/** The thread that follows the logs of this node: files, those of pods among them, and the journal. */
final class Logs {
    private final LogCounters counters = new LogCounters();
    private final Thread logs;

    /**
     * @param ring knows how far was read, by names of logs that {@code names} hid
     * @param services is told of the requests in access logs
     * @param blackBox is told of crashes
     */
    Logs(
            AgentConfig config,
            Role role,
            Ring ring,
            SealedNames names,
            Recorder recorder,
            ServiceBoard services,
            BlackBox blackBox,
            PodNotes podNotes,
            PodLook podLook) {
        var places = new HiddenPlaces(names, recorder, ring);
        List<LogTail> tails =
                role.watchesNode() ? tails(config, places, services, blackBox, podNotes, podLook) : List.of();
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
            HiddenPlaces places,
            ServiceBoard services,
            BlackBox blackBox,
            PodNotes podNotes,
            PodLook podLook) {
        var tails = new ArrayList<LogTail>();
        var lines = new AccessLogs(services, places, InstantSource.system());
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
