package skerry.agent;

import java.io.PrintWriter;
import java.util.Optional;
import skerry.agent.cli.RunArguments;
import skerry.agent.config.ConfigSource;
import skerry.platform.cli.Failures;
import skerry.platform.cli.Program;
import skerry.platform.log.OwnLog;

/** {@code skerry-agent}: runs the agent, or one of the other {@link Commands}. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Optional<ConfigSource> plain = RunArguments.of(arguments);
        System.exit(plain.isPresent() ? run(plain.get()) : Program.run(Commands.line(), arguments));
    }

    private static int run(ConfigSource source) {
        OwnLog.toStandardError();
        try {
            return Service.run(source, new PrintWriter(System.out, true, System.out.charset()));
        } catch (Exception e) {
            return Failures.tell(e, "skerry-agent", new PrintWriter(System.err, true, System.err.charset()));
        }
    }
}
