package skerry.agent.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import skerry.agent.cluster.ClusterPlace;
import skerry.agent.cluster.ClusterSettings;
import skerry.agent.cluster.Right;
import skerry.agent.cluster.RightsCheck;
import skerry.agent.cluster.Role;
import skerry.agent.cluster.api.ApiAccess;
import skerry.agent.collect.host.MemoryGroup;
import skerry.agent.collect.kubelet.KubeletEndpoint;
import skerry.agent.collect.kubelet.KubeletPlace;
import skerry.agent.collect.kubelet.KubeletPods;
import skerry.agent.collect.logs.pods.PodBook;
import skerry.agent.config.AgentConfig;
import skerry.platform.config.ConfigException;
import skerry.platform.time.MonotonicClock;

/**
 * {@code check}: what this agent may see of the cluster around it. Loads the classes of Kubernetes only where there is one.
 */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the role of this agent, and which rights it has and lacks in the cluster around it,",
            "with what each lack costs, what the kernel leaves out, and of which sources series were refused. Asks the API server and changes nothing;",
            "needs no running agent."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it has all the rights that it uses, or needs none",
            "1:the API server cannot be asked",
            "2:wrong use",
            "3:it lacks some"
        })
public final class CheckCommand implements Callable<Integer> {
    private static final int LACKS = 3;

    private final String version;
    private final ClusterPlace place;
    private final PrintStream target;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    public CheckCommand(String version, ClusterPlace place, PrintStream target) {
        this.version = version;
        this.place = place;
        this.target = target;
    }

    @Override
    public Integer call() throws ConfigException, IOException {
        AgentConfig config = options.load();
        ClusterSettings settings = config.cluster();
        Role role = place.role(settings);
        try (var out = new QueryOutput(target)) {
            out.line("role " + role.word() + (settings.role().isPresent() ? ", as it is set" : ", found out"));
            if (role.watchesNode() && MemoryGroup.isOff(config.collect().paths())) {
                out.line("LACKS  the memory control group: " + MemoryGroup.LACK + ". " + MemoryGroup.ADVICE);
            }
            RefusedSeries.print(config, out);
            Optional<KubeletPlace.Found> kubelet = role.watchesNode() ? kubelet(config) : Optional.empty();
            if (kubelet.isPresent()) {
                out.line("kubelet " + kubelet.get().where() + ", asked "
                        + kubelet.get().who());
            }
            boolean logs = role.watchesNode() && !config.logs().include().isEmpty();
            var rights = new ArrayList<>(
                    role.watchesCluster() ? RightsCheck.rights(place.located(settings), logs) : List.of());
            if (kubelet.isPresent() && place.isPod()) {
                rights.addAll(kubeletRights());
                if (role == Role.NODE && logs) {
                    rights.add(get(KubeletPods.RIGHT, PodBook.COST));
                }
            }
            if (rights.isEmpty()) {
                out.line("This role asks no API of Kubernetes, and needs no rights in a cluster.");
                return 0;
            }
            ApiAccess access = place.access(settings);
            var check = new RightsCheck(rights, access, "Skerry/" + version, MonotonicClock.SYSTEM);
            out.line("API server " + check.server());
            return print(check.found(), out);
        }
    }

    private Optional<KubeletPlace.Found> kubelet(AgentConfig config) {
        Path k3s = config.k3sHere().folder();
        return new KubeletPlace(place.environment(), place.pod(), k3s).find(config.kubelet());
    }

    /** The kubelet asks the API server whether who asks has them; with k3s's own certificate all are there. */
    private static List<Right> kubeletRights() {
        return Arrays.stream(KubeletEndpoint.values())
                .collect(Collectors.groupingBy(
                        KubeletEndpoint::right,
                        LinkedHashMap::new,
                        Collectors.mapping(KubeletEndpoint::cost, Collectors.joining("; "))))
                .entrySet()
                .stream()
                .map(entry -> get(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Right get(String resource, String cost) {
        return new Right("", resource, List.of("get"), Optional.empty(), cost);
    }

    private static int print(List<RightsCheck.Found> found, QueryOutput out) throws IOException {
        int lacking = 0;
        for (RightsCheck.Found one : found) {
            if (one.lacking().isEmpty()) {
                out.line("has    " + String.join(", ", one.right().verbs()) + " "
                        + one.right().what());
            }
        }
        for (RightsCheck.Found one : found) {
            if (!one.lacking().isEmpty()) {
                lacking++;
                out.line("LACKS  " + String.join(", ", one.lacking()) + " "
                        + one.right().what() + ": it cannot tell " + one.right().cost());
            }
        }
        if (lacking == 0) {
            out.line("All rights are there.");
            return 0;
        }
        out.line(lacking + " of " + found.size()
                + " rights are missing. docs/kubernetes.md has a role with all of them; what is"
                + " not allowed is asked for again every few minutes, and costs nothing else.");
        return LACKS;
    }
}
