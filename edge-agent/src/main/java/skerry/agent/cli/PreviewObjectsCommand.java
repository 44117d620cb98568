package skerry.agent.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import skerry.agent.cluster.ObjectPreview;
import skerry.agent.cluster.ObjectTextException;
import skerry.agent.cluster.state.ShownNames;
import skerry.agent.collect.Exposition;
import skerry.agent.collect.SampleBuffer;
import skerry.agent.collect.Samples;

/**
 * {@code preview objects}: the metrics of Kubernetes objects, under kube-state-metrics' names. Loads the classes of the
 * cluster package only when it runs.
 */
@Command(
        name = "objects",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the metrics of Kubernetes objects under the names of kube-state-metrics.",
            "Reads what kubectl get -o json or -o yaml prints: an object, a list, several documents.",
            "Kinds that are not told are counted on standard error."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the objects are read; some may be of kinds that are not told",
            "1:the text is refused: place and reason are on standard error",
            "2:wrong use"
        })
public final class PreviewObjectsCommand implements Callable<Integer> {
    private static final int REFUSED = 1;
    private static final int WRONG_INPUT = 2;
    private static final int MAX_SAMPLES = 500_000;
    private static final int LIKELY_SAMPLES = 1_000;

    private final InputStream stdin;
    private final OutputStream stdout;
    private final InstantSource clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "File to read; - is standard input.")
    private String file = "-";

    @Option(
            names = "--labels",
            paramLabel = "KEY",
            split = ",",
            description = "Labels of objects to tell in kube_*_labels; * is all. Default: none.")
    private Set<String> labels = Set.of();

    @Option(
            names = "--annotations",
            paramLabel = "KEY",
            split = ",",
            description = "Annotations of objects to tell in kube_*_annotations; * is all. Default: none.")
    private Set<String> annotations = Set.of();

    /** @param clock when the samples are said to be taken; the text does not show it */
    public PreviewObjectsCommand(InputStream stdin, OutputStream stdout, InstantSource clock) {
        this.stdin = stdin;
        this.stdout = stdout;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
        try {
            byte[] text = InputLines.bytes(file, stdin, ObjectPreview.MAX_BYTES + 1);
            var samples = new SampleBuffer(MAX_SAMPLES, LIKELY_SAMPLES);
            var contents = new ObjectPreview(new ShownNames(labels, annotations)).read(text, samples);
            if (samples.refused() > 0) {
                complain("the objects have more than " + MAX_SAMPLES
                        + " samples: give one kind or one namespace at a time");
                return REFUSED;
            }
            var out = new BufferedWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8));
            Exposition.write(new Samples(clock.instant(), samples), out);
            out.flush();
            tellRest(contents);
            return 0;
        } catch (ObjectTextException e) {
            complain(e);
            return REFUSED;
        } catch (InputException e) {
            complain(e);
            return WRONG_INPUT;
        }
    }

    private void tellRest(ObjectPreview.Contents contents) {
        new TreeMap<>(contents.untold()).forEach((kind, count) -> complain("not told: " + count + " of " + kind));
        if (contents.repeated() > 0) {
            complain("left out: " + contents.repeated() + " objects that stand there a second time");
        }
        if (contents.seriesLeftOut() > 0) {
            complain("left out: " + contents.seriesLeftOut()
                    + " series, beyond the bound for one object or without a value that can be read");
        }
        if (contents.told() == 0 && contents.untold().isEmpty()) {
            complain("there are no objects in it");
        }
    }

    private void complain(Exception problem) {
        complain(Objects.requireNonNull(problem.getMessage()));
    }

    private void complain(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(sentence);
        err.flush();
    }
}
