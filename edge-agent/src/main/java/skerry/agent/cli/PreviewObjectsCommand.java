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
    /** The agent's launch flags leave 24 MiB of heap: the text and its samples must fit in what there is. */
    private static final int HEAP_PER_BYTE = 8;

    private static final int LONGEST_TEXT = ObjectPreview.MAX_BYTES;
    private static final int HEAP_PER_SAMPLE = 600;
    private static final int LIKELY_SAMPLES = 1_000;
    private static final String LESS = ": give one kind or one namespace at a time";

    private final InputStream stdin;
    private final OutputStream stdout;
    private final InstantSource clock;
    private final int maxBytes;
    private final int maxSamples;

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
        this(stdin, stdout, clock, Runtime.getRuntime().maxMemory());
    }

    /** @param heap how many bytes of memory there are */
    PreviewObjectsCommand(InputStream stdin, OutputStream stdout, InstantSource clock, long heap) {
        this.stdin = stdin;
        this.stdout = stdout;
        this.clock = clock;
        this.maxBytes = (int) Math.min(LONGEST_TEXT, heap / HEAP_PER_BYTE);
        this.maxSamples = (int) Math.min(MAX_SAMPLES, heap / HEAP_PER_SAMPLE);
    }

    @Override
    public Integer call() throws IOException {
        try {
            byte[] text = InputLines.bytes(file, stdin, maxBytes + 1);
            if (text.length > maxBytes) {
                complain("the text is longer than the " + maxBytes + " bytes that fit into this program's memory"
                        + LESS);
                return REFUSED;
            }
            var samples = new SampleBuffer(maxSamples, LIKELY_SAMPLES);
            var contents = new ObjectPreview(new ShownNames(labels, annotations)).read(text, samples);
            if (samples.refused() > 0) {
                complain("the objects have more than the " + maxSamples + " samples that fit into this program's memory"
                        + LESS);
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
