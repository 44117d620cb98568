package skerry.hub;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import skerry.hub.cli.ConfigOptions;
import skerry.platform.service.ServiceManager;

/** Runs the hub until it is asked to end. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs the hub until it is asked to end (SIGTERM, Ctrl-C).")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var config = options.load();
        var hub = new Hub(config);
        var manager = ServiceManager.ofThisProcess();
        var ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            manager.stopping();
                            hub.close();
                            ended.countDown();
                        },
                        "shutdown"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("skerry-hub " + Version.TEXT);
        out.println("data    " + config.data());
        out.println("agents  " + hub.brokerUrl());
        hub.trust().ifPresent(file -> out.println("trust   " + file.toAbsolutePath()));
        out.println("card    " + hub.card().text());
        hub.setupCode().ifPresent(code -> out.println("setup   code " + code + " (once, for the first administrator)"));
        out.println("pages   " + hub.pageUrl());
        out.flush();
        manager.ready();
        // Whether it takes batches is asked of its parts: an answer that does not come is no sign of life.
        try (var _ = manager.watch(() -> true, () -> hub.trouble().orElse("taking batches"))) {
            ended.await();
        }
        return 0;
    }
}
