package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import skerry.agent.collect.Collector;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * What the CPUs are, from {@code /proc/cpuinfo}. What does not change is read when the number of CPUs changes; only the
 * frequency, which x86 alone shows there, is read in each round. Source: proc_cpuinfo(5).
 */
public final class CpuInfo implements Collector {
    private static final double HERTZ_PER_MEGAHERTZ = 1e6;
    private static final int MAX_CPUS = 8192;

    /** Instruction sets worth telling machines of a fleet apart by; the hundred others only cost series. */
    private static final Set<String> FLAGS = Set.of(
            "aes",
            "avx",
            "avx2",
            "avx512f",
            "constant_tsc",
            "hypervisor",
            "sha_ni",
            "sse4_2",
            "svm",
            "vmx", // x86
            "asimd",
            "atomics",
            "crc32",
            "neon",
            "pmull",
            "sha1",
            "sha2",
            "vfpv4"); // ARM

    private static final MetricFamily INFO = MetricFamily.gauge(
            "node_cpu_info",
            "What /proc/cpuinfo tells of the CPU.",
            "cachesize",
            "core",
            "cpu",
            "family",
            "microcode",
            "model",
            "model_name",
            "package",
            "stepping",
            "vendor");
    private static final MetricFamily FLAG =
            MetricFamily.gauge("node_cpu_flag_info", "Instruction sets of the first CPU.");
    private static final MetricFamily BUG = MetricFamily.gauge("node_cpu_bug_info", "Known bugs of the first CPU.");
    private static final MetricFamily FREQUENCY =
            MetricFamily.gauge("node_cpu_frequency_hertz", "Present frequency of the CPU.", "core", "cpu", "package");

    private final KernelText text = new KernelText();
    private final File file;
    private final List<Cpu> cpus = new ArrayList<>();
    private final List<Labels> flags = new ArrayList<>();
    private final List<Labels> bugs = new ArrayList<>();

    private record Cpu(Labels info, Labels place) {
        static Cpu of(Map<String, String> facts) {
            String cpu = facts.getOrDefault("processor", "");
            String core = facts.getOrDefault("core id", "");
            String socket = facts.getOrDefault("physical id", "");
            return new Cpu(
                    Labels.of(
                            "cpu", cpu,
                            "core", core,
                            "package", socket,
                            "vendor", first(facts, "vendor_id", "CPU implementer"),
                            "family", first(facts, "cpu family", "CPU architecture"),
                            "model", first(facts, "model", "CPU part"),
                            "model_name", facts.getOrDefault("model name", ""),
                            "microcode", facts.getOrDefault("microcode", ""),
                            "stepping", first(facts, "stepping", "CPU revision"),
                            "cachesize", facts.getOrDefault("cache size", "")),
                    Labels.of("cpu", cpu, "core", core, "package", socket));
        }

        private static String first(Map<String, String> facts, String x86, String arm) {
            return facts.getOrDefault(x86, facts.getOrDefault(arm, ""));
        }
    }

    public CpuInfo(HostPaths paths) {
        this.file = paths.procfs().resolve("cpuinfo").toFile();
    }

    @Override
    public String name() {
        return "cpuinfo";
    }

    @Override
    public void collect(SampleSink sink) throws IOException {
        if (!text.read(file)) {
            return;
        }
        int count = 0;
        while (text.nextLine()) {
            if (text.nextUntil(':') && text.is("processor")) {
                count++;
            }
        }
        if (count != cpus.size()) {
            scan();
        }
        cpus.forEach(cpu -> sink.add(INFO, cpu.info(), 1));
        flags.forEach(flag -> sink.add(FLAG, flag, 1));
        bugs.forEach(bug -> sink.add(BUG, bug, 1));
        frequencies(sink);
    }

    private void frequencies(SampleSink sink) throws IOException {
        text.rewind();
        int cpu = -1;
        while (text.nextLine()) {
            if (!text.nextUntil(':')) {
                continue;
            }
            if (text.is("processor")) {
                cpu++;
            } else if (text.is("cpu MHz") && cpu >= 0) {
                sink.add(FREQUENCY, cpus.get(cpu).place(), text.nextNumber() * HERTZ_PER_MEGAHERTZ);
            }
        }
    }

    /** One block of lines per CPU; on ARM one more follows that is about the board. */
    private void scan() throws IOException {
        cpus.clear();
        flags.clear();
        bugs.clear();
        var facts = new HashMap<String, String>();
        text.rewind();
        while (text.nextLine()) {
            if (!text.nextUntil(':')) {
                continue;
            }
            if (text.is("processor")) {
                finish(facts);
            }
            facts.put(text.word(), text.rest());
        }
        finish(facts);
    }

    private void finish(Map<String, String> facts) throws IOException {
        if (facts.containsKey("processor")) {
            if (cpus.size() == MAX_CPUS) {
                throw text.broken("there are more than " + MAX_CPUS + " CPUs", null);
            }
            if (cpus.isEmpty()) {
                String instructions = facts.getOrDefault("flags", facts.getOrDefault("Features", ""));
                addWords(instructions, "flag", FLAGS::contains, flags);
                addWords(facts.getOrDefault("bugs", ""), "bug", bug -> !bug.isEmpty(), bugs);
            }
            cpus.add(Cpu.of(facts));
        }
        facts.clear();
    }

    private static void addWords(String words, String label, Predicate<String> wanted, List<Labels> target) {
        for (String word : words.split(" ", -1)) {
            if (wanted.test(word)) {
                target.add(Labels.of(label, word));
            }
        }
    }
}
