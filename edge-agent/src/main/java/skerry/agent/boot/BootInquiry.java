package skerry.agent.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import skerry.agent.boot.JournalLines.Line;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.host.Commands;
import skerry.agent.collect.host.RaspberryPi;
import skerry.agent.ring.BootEnd;

/** Looks for what is left of the boot before: in files of the machine, and in its journal by four calls. Used once. */
final class BootInquiry {
    private static final String JOURNAL = "journalctl";
    private static final int MOST_BYTES = 64 << 10;

    private final HostPaths paths;
    private final Commands commands;

    BootInquiry(HostPaths paths, Commands commands) {
        this.paths = paths;
        this.commands = commands;
    }

    /** @param prints of the panic records that are there */
    record Answer(BootVerdict verdict, List<String> prints) {
        Answer {
            prints = List.copyOf(prints);
        }
    }

    /** The panic records that are there, when nothing is known of a boot before. */
    List<String> prints() {
        return panics(List.of()).known();
    }

    /**
     * @param end of the boot before
     * @param knownPrints of the panic records that other boots left
     */
    Answer inquire(BootEnd end, Collection<String> knownPrints) throws InterruptedException {
        long upSeconds = end.monoLast() / 1000;
        String before = "--boot=" + end.bootId().hex();
        Optional<List<Line>> kernelBefore = journal(List.of(before, "--dmesg", "--lines=500"));
        Optional<List<Line>> rootBefore = journal(List.of(before, "--lines=300", "_UID=0"));
        List<Line> kernelNow = journal(List.of("--boot", "--dmesg")).orElse(List.of());
        List<Line> checksNow =
                journal(List.of("--boot", "--identifier=systemd-fsck")).orElse(List.of());
        var checks = new StringBuilder(text("run/initramfs/fsck.log"));
        checksNow.forEach(line -> checks.append(line.text()).append('\n'));
        PanicRecords.Found panics = panics(knownPrints);
        ResetStatus reset = ResetStatus.read(paths.sysfs());
        var traces = new Traces(
                RingEnds.of(end),
                LoginRecords.read(paths.rootfs().resolve("var/log/wtmp"), end.wallLast(), end.monoLast()),
                kernelBefore.map(lines -> KernelLines.end(lines, upSeconds)),
                rootBefore.map(RootLines::end),
                panics.panic(),
                reset.watchdog(),
                reset.heat(),
                reset.power(),
                reset.powerOn(),
                KernelLines.repaired(kernelNow, checks.toString()),
                KernelLines.isLowAtStart(kernelNow) || isLow());
        return new Answer(BootJudge.of(traces), panics.known());
    }

    private PanicRecords.Found panics(Collection<String> knownPrints) {
        return new PanicRecords(paths.sysfs(), paths.rootfs()).read(knownPrints);
    }

    /** Empty where there is no journal of that boot; of a program that prints nothing that can be read, too. */
    private Optional<List<Line>> journal(List<String> wanted) throws InterruptedException {
        var command = new ArrayList<>(List.of(JOURNAL, "--no-pager", "--quiet", "--output=short-monotonic"));
        command.addAll(wanted);
        return commands.run(command).map(JournalLines::parse).filter(lines -> !lines.isEmpty());
    }

    private String text(String file) {
        try (var in = Files.newInputStream(paths.rootfs().resolve(file))) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // made by Debian's initramfs alone
        }
    }

    private boolean isLow() {
        boolean[] low = {false};
        new RaspberryPi(paths)
                .collect((family, _, value) ->
                        low[0] |= family.name().startsWith("skerry_pi_undervoltage") && value > 0);
        return low[0];
    }
}
