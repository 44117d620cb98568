package skerry.agent;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import skerry.agent.cli.ConfigOptions;
import skerry.platform.service.ServiceManager;

/** Runs the agent until it is asked to end. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs the agent until it is asked to end (SIGTERM, Ctrl-C).")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var config = options.load();
        Thread.setDefaultUncaughtExceptionHandler(RunCommand::failed);
        var agent = new Agent(config, options.settings());
        var manager = ServiceManager.ofThisProcess();
        var ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            manager.stopping();
                            agent.close();
                            ended.countDown();
                        },
                        "shutdown"));
        agent.start();
        PrintWriter out = spec.commandLine().getOut();
        out.println("skerry-agent " + Version.TEXT + ", id " + agent.identity().uid());
        agent.pageUrl().ifPresent(url -> out.println("page  " + url));
        out.println("data  " + config.data());
        out.println("hub   " + agent.hub());
        out.flush();
        manager.ready();
        try (var _ = manager.watch(agent::lives, agent::standing)) {
            ended.await();
        }
        return 0;
    }

    /**
     * An agent with a thread that ended would look alive and collect nothing. What it has stored is whole at any moment, so it
     * ends, to be started again by whoever watches it.
     */
    private static void failed(Thread thread, Throwable failure) {
        System.err.println("skerry-agent: thread " + thread.getName() + " failed (" + failure
                + "): ending, to be started again; please report this");
        if (Boolean.getBoolean("skerry.debug")) {
            failure.printStackTrace();
        }
        Runtime.getRuntime().halt(CommandLine.ExitCode.SOFTWARE);
    }
}
