package skerry.agent.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.agent.config.AgentConfig;
import skerry.agent.support.SupportReport;
import skerry.protocol.Bytes;

/** Makes the support file, the one that {@code skerry-agent diagnose} writes. */
public final class SupportFileWork implements Work {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final SupportReport report;
    private final Map<String, String> settings;
    private final AgentConfig config;
    private final InstantSource clock;

    /**
     * @param settings what was set, by key
     * @param clock for the file's name
     */
    public SupportFileWork(
            SupportReport report, Map<String, String> settings, AgentConfig config, InstantSource clock) {
        this.report = report;
        this.settings = Map.copyOf(settings);
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Done run(Bytes cmdId, Bytes args) throws IOException, InterruptedException {
        var content = new ByteArrayOutputStream();
        report.make(settings, List.of(), config, Optional.empty()).write(content);
        return new Done(
                "the support file is made, " + content.size() + " bytes; secrets and personal data are taken out",
                "skerry-support-" + STAMP.format(clock.instant()) + ".zip",
                Bytes.of(content.toByteArray()));
    }
}
