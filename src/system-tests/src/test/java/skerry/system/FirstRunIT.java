package skerry.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.web.pages.Chromium;
import skerry.hub.web.pages.Visitor;
import skerry.system.process.AgentCommand;
import skerry.system.process.AgentProcess;
import skerry.system.process.Eventually;
import skerry.system.process.HubProcess;

/** A person with a new hub and a new node: from the setup code to a line of the node's log, all by the pages. */
class FirstRunIT {
    private static final String PASSWORD = "a-long-password-for-tests";
    /** A minute must end, and come. */
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void fromTheSetupCodeOverTheFirstSiteToItsLogLinesAndThroughAnAbsenceOfTheHub() throws Exception {
        try (var chromium = Chromium.startOrSkip();
                var hub = HubProcess.startWithoutAdministrator(folder.resolve("hub"));
                var agent = new AgentProcess(folder.resolve("agent"), "patterns.k=1");
                var visitor = chromium.visitor(hub.pages().toString().replaceFirst("/$", ""))) {
            beginWithTheCode(visitor, hub.setupCode());
            String command = registerSiteAndMakeACode(visitor);
            enrol(command, agent);
            Path log = agent.logs().resolve("pump.log");
            Files.writeString(log, """
                    pump 7 lost its prime, told anna.berg@example.org at 10.20.30.40
                    pump 9 lost its prime, told ole@example.org at 10.20.30.41
                    """);
            agent.start();

            visitor.press("g", "f");
            Locator cell = visitor.find(".cell:not(.s-never-seen)");
            cell.waitFor(patient());
            assertAccessible(visitor, "fleet");
            visitor.open("/sites/north-pier");
            visitor.find("sk-chart:has(#panel-cpu) canvas").waitFor(patient());
            assertThat(visitor.find(".clock-fact")).hasCount(3);
            assertAccessible(visitor, "site");

            findTheLines(visitor);
            askForTheSupportFile(visitor);

            agent.stop();
            visitor.open("/");
            visitor.find(".cell.s-offline-expected").waitFor(patient());
            loseAndFindTheHub(visitor, hub);
        }
    }

    private static void beginWithTheCode(Visitor visitor, String code) {
        visitor.open("/");
        visitor.title("First run");
        assertAccessible(visitor, "first run");
        visitor.find("[name=code]").fill(code);
        visitor.find("[name=password]").fill(PASSWORD);
        visitor.find("button.main").click();
        assertThat(visitor.find(".empty-title")).containsText("No sites yet");
        assertAccessible(visitor, "empty fleet");
    }

    /** @return the command that the page shows for the node */
    private static String registerSiteAndMakeACode(Visitor visitor) {
        visitor.find(".steps a.button").click();
        visitor.title("Settings");
        visitor.find("#sites [name=name]").fill("North pier");
        visitor.find("#sites [name=region]").fill("Lofoten");
        visitor.find("#sites [name=contract]").fill("usb every 14d");
        visitor.find("#sites button.main").click();
        assertThat(visitor.find("#sites .form-note")).containsText("North pier is registered.");
        assertThat(visitor.find("#enrol [name=site] option")).hasText("North pier");
        visitor.find("#enrol button.main").click();
        Locator shown = visitor.find("#enrol .token-shown input");
        shown.waitFor();
        assertAccessible(visitor, "settings");
        return shown.inputValue();
    }

    private static void enrol(String command, AgentProcess agent) throws Exception {
        String code = command.substring(command.lastIndexOf(' ') + 1);
        assertThat(command).isEqualTo("skerry-agent enrol " + code);
        AgentCommand enrolled =
                AgentCommand.run("enrol", code, "--data", agent.data().toString(), "--set", "node=pi-1");
        assertThat(enrolled.err()).isEmpty();
        assertThat(enrolled.out()).contains("enrolled as north-pier/pi-1");
        AgentCommand second =
                AgentCommand.run("enrol", code, "--data", agent.data().toString());
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.err()).contains("has joined as north-pier/pi-1").contains("--again");
    }

    /** The lines go from the file to the page, as a pattern with a redacted example. */
    private static void findTheLines(Visitor visitor) throws Exception {
        Eventually.until("the line's pattern is on the Logs page", LIMIT, () -> {
            visitor.open("/logs?q=prime");
            visitor.find(".pattern, .empty").first().waitFor();
            return visitor.find(".pattern").count() == 1;
        });
        assertThat(visitor.find(".pattern-count")).containsText("2 lines");
        assertThat(visitor.find(".pattern-sites")).containsText("1 site");
        visitor.find(".pattern-do button").click();
        Locator example = visitor.find(".examples pre").first();
        assertThat(example).containsText("lost its prime, told <");
        assertThat(visitor.find(".examples").innerText()).doesNotContain("anna", "ole@", "10.20.30.4");
        assertThat(visitor.find(".site-counts a")).hasText("North pier");
        assertAccessible(visitor, "logs");
    }

    /** The node makes it and the road of its batches brings it. */
    private static void askForTheSupportFile(Visitor visitor) throws Exception {
        visitor.open("/settings");
        visitor.find("#agents td button", "Support file").click();
        Locator link = visitor.find("#agents a[download]");
        link.waitFor(patient());
        assertAccessible(visitor, "support file");
        var download = visitor.page().waitForDownload(link::click);
        assertThat(download.suggestedFilename()).matches("skerry-support-[0-9-]+\\.zip");
        try (var zip = new ZipInputStream(download.createReadStream())) {
            var parts = new HashMap<String, String>();
            for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
                parts.put(part.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
            assertThat(parts.get("version.txt")).startsWith("skerry-agent ");
            assertThat(parts.get("running.txt")).isNotBlank();
            assertThat(parts.get("ring.txt")).isNotBlank();
        }
    }

    private static void loseAndFindTheHub(Visitor visitor, HubProcess hub) throws Exception {
        visitor.expectLostHub();
        hub.kill();
        assertThat(visitor.find(".fresh.lost")).containsText("hub unreachable");
        assertThat(visitor.find(".cell")).hasClass("cell s-offline-expected");
        hub.startAgain();
        assertThat(visitor.find(".fresh:not(.lost)")).containsText("as of");
        assertThat(visitor.find(".cell")).hasClass("cell s-offline-expected");
    }

    private static void assertAccessible(Visitor visitor, String page) {
        assertThat(visitor.accessibilityFaults()).as(page + ", light").isEmpty();
        visitor.system(ColorScheme.DARK);
        assertThat(visitor.colourFaults()).as(page + ", dark").isEmpty();
        visitor.system(ColorScheme.LIGHT);
    }

    private static Locator.WaitForOptions patient() {
        return new Locator.WaitForOptions().setTimeout((double) LIMIT.toMillis());
    }
}
