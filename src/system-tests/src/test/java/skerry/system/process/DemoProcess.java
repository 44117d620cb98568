package skerry.system.process;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import skerry.faults.FreePort;
import skerry.simulator.ChildProcess;
import skerry.simulator.HubApi;

/** {@code skerry demo}: a hub, an agent of this machine and simulated sites with half an hour of past. */
public final class DemoProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    /** Whoever starts the demo logs in by what it prints. */
    private static final int INDENT = 12;

    private final ChildProcess process;
    private final String address;
    private final String name;
    private final String password;

    private DemoProcess(ChildProcess process, String address, String name, String password) {
        this.process = process;
        this.address = address;
        this.name = name;
        this.password = password;
    }

    /** Starts it and waits until it says how to log in. */
    public static DemoProcess start(Path folder, int sites) throws IOException, InterruptedException {
        var process = ChildProcess.start(
                "simulator",
                Checkout.home(),
                "src/simulator",
                "tool",
                folder.resolve("demo.log"),
                List.of(
                        "demo",
                        "--sites",
                        Integer.toString(sites),
                        "--port",
                        Integer.toString(FreePort.next()),
                        "--broker-port",
                        Integer.toString(FreePort.next()),
                        "--data",
                        folder.resolve("data").toString()));
        var pages = process.expect(line -> line.startsWith("  pages "));
        var name = process.expect(line -> line.startsWith("  name "));
        var password = process.expect(line -> line.startsWith("  password "));
        try {
            return new DemoProcess(
                    process,
                    value(pages, process).replaceFirst("/$", ""),
                    value(name, process),
                    value(password, process));
        } catch (IllegalStateException e) {
            try (process) {
                throw e;
            }
        }
    }

    private static String value(ChildProcess.Line line, ChildProcess process) throws InterruptedException {
        return line.await(START_LIMIT)
                .map(text -> text.substring(INDENT).strip())
                .orElseThrow(() -> new IllegalStateException("the demo did not start; see " + process.log()));
    }

    /** Its pages, such as {@code http://127.0.0.1:8440}. */
    public String address() {
        return address;
    }

    public String name() {
        return name;
    }

    public String password() {
        return password;
    }

    /** Its hub's API, logged in. */
    public HubApi api() throws IOException, InterruptedException {
        var api = new HubApi(URI.create(address));
        api.logIn(name, password);
        return api;
    }

    @Override
    public void close() {
        process.close();
    }
}
