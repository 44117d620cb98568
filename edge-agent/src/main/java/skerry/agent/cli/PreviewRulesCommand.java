package skerry.agent.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import skerry.agent.alert.RuleBook;
import skerry.agent.alert.RuleFile;
import skerry.agent.alert.RuleGroup;

/** {@code preview rules}: the rules that the agent would take from files, or all the mistakes for which it would not. */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the alerting rules of files in Prometheus's form, or every mistake for which the agent refuses them.",
            "docs/rules.md tells what they may use."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the agent takes these rules",
            "1:it does not: each mistake is on standard error",
            "2:wrong use"
        })
public final class PreviewRulesCommand implements Callable<Integer> {
    private static final int REFUSED = 1;

    private final PrintStream target;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files of rules.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--usual", description = "The rules that come with the agent, too.")
    private boolean usual;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public PreviewRulesCommand(PrintStream target) {
        this.target = target;
    }

    @Override
    public Integer call() {
        if (files.isEmpty() && !usual) {
            throw new ParameterException(
                    spec.commandLine(), "Name a file of rules, or --usual for those that come with the agent.");
        }
        var contents = new ArrayList<RuleFile.Content>();
        files.forEach(file -> contents.add(RuleBook.read(file)));
        if (usual) {
            contents.add(RuleBook.usual());
        }
        List<RuleGroup> groups =
                contents.stream().flatMap(content -> content.groups().stream()).toList();
        var mistakes = new ArrayList<String>();
        contents.forEach(content -> content.mistakes().forEach(mistake -> mistakes.add(mistake.toString())));
        mistakes.addAll(RuleBook.clashes(groups));
        PrintWriter err = spec.commandLine().getErr();
        mistakes.forEach(err::println);
        err.flush();
        if (!mistakes.isEmpty()) {
            return REFUSED;
        }
        groups.forEach(group -> target.println(group.text()));
        target.flush();
        return 0;
    }
}
