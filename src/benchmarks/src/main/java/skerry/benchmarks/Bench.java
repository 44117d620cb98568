package skerry.benchmarks;

import java.util.List;

/** One of the things that Skerry costs. A bench decides nothing: it measures and says. */
public interface Bench {
    /** One word, as on the command line. */
    String name();

    /** What it does and on what, in one line. */
    String about();

    /** How long with the usual options on two quiet cores, roughly. */
    String takes();

    List<Figure> run(BenchContext context) throws Exception;
}
