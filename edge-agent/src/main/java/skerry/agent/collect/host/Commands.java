package skerry.agent.collect.host;

import java.util.List;
import java.util.Optional;

/** Runs small programs of the host to their end, for the few facts that no file and no system call tells. */
@FunctionalInterface
public interface Commands {
    /**
     * The standard output of a program; nothing if there is no such program, or it fails, takes too long or prints too
     * much.
     *
     * @throws InterruptedException if the calling thread is to stop; the program is killed
     */
    Optional<String> run(List<String> command) throws InterruptedException;
}
