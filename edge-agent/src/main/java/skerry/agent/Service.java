package skerry.agent;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.ExitCode;
import skerry.agent.config.ConfigSource;
import skerry.platform.service.ServiceManager;

/** An agent that runs until its process is asked to end (SIGTERM, Ctrl-C). */
final class Service {
    private Service() {}

    /**
     * @param out where is said what runs
     * @return the exit code, once it is asked to end
     * @throws Exception if it cannot start; the message says why
     */
    static int run(ConfigSource source, PrintWriter out) throws Exception {
        var config = source.load();
        Thread.setDefaultUncaughtExceptionHandler(Service::failed);
        var agent = new Agent(config, source.settings());
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
        Runtime.getRuntime().halt(ExitCode.SOFTWARE);
    }
}
