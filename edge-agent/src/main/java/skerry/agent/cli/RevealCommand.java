package skerry.agent.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import skerry.agent.DataFolder;
import skerry.agent.config.AgentConfig;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.privacy.Pseudonyms;
import skerry.agent.privacy.SiteKey;
import skerry.agent.reveal.PrivateAddresses;
import skerry.agent.reveal.SiteSources;
import skerry.agent.reveal.TokenSearch;

/** Finds what a token stands for, at the site that made it. */
@Command(
        name = "reveal",
        mixinStandardHelpOptions = true,
        description = {
            "Finds the value that a token such as <email:k3f7a2c4hd> stands for.",
            "Which token belongs to which value is stored nowhere: this reads again what the site itself has, the logs that",
            "the agent follows with what was rotated away, the journal, users, hosts, neighbours and own addresses, and tries",
            "all private IPv4 addresses at last. What is no more in any of them is not found.",
            "Works only with the key of pseudonyms, so as the agent's user or as root, at a node that has it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:found, each value on a line with where it was met first",
            "1:not found, or the key cannot be read; one sentence on standard error says which",
            "2:wrong use, or a wrong configuration"
        })
public final class RevealCommand implements Callable<Integer> {
    private static final int NOT_FOUND = 1;

    private final InstantSource clock;
    private final PrintStream target;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Parameters(index = "0", paramLabel = "TOKEN", description = "With or without its kind; quote <...> for the shell.")
    @SuppressWarnings("NullAway.Init")
    private String token;

    @Parameters(index = "1..*", paramLabel = "FILE", description = "Further files to look into; .gz is unpacked.")
    private List<Path> files = List.of();

    @Option(
            names = "--no-addresses",
            description = "Does not try private IPv4 addresses, which takes a minute or more.")
    private boolean noAddresses;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** @param target where values go, bytes in UTF-8 */
    public RevealCommand(InstantSource clock, PrintStream target) {
        this.clock = clock;
        this.target = target;
    }

    @Override
    public Integer call() throws Exception {
        AgentConfig config = options.load();
        SiteKey key = SiteKey.read(config.privacy().keyFile().orElseGet(() -> new DataFolder(config.data()).siteKey()));
        TokenSearch search = search(config, key);
        PrintWriter err = spec.commandLine().getErr();
        var sources = new SiteSources(search, err::println);
        files.forEach(sources::file);
        sources.machine(config.collect().paths());
        sources.logs(config.logs(), clock);
        if (search.found().isEmpty() && !noAddresses && mayBeAddress()) {
            PrivateAddresses.tryAll(search, err::println);
        }
        Map<String, String> found = search.found();
        if (found.isEmpty()) {
            err.println("nothing that this site has now has the token under the key " + key.fingerprint()
                    + ": look at a node that saw it, or name older logs");
            return NOT_FOUND;
        }
        try (var out = new QueryOutput(target)) {
            for (var one : found.entrySet()) {
                out.line(one.getKey() + "\t" + one.getValue());
            }
        }
        return 0;
    }

    private TokenSearch search(AgentConfig config, SiteKey key) {
        try {
            return new TokenSearch(token, PolicyRedactor.of(config.privacy(), key), new Pseudonyms(key));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** A token without its kind may be one; so may an IPv6 address that stands for one. */
    private boolean mayBeAddress() {
        return token.indexOf(':') < 0 || token.contains("ipv");
    }
}
