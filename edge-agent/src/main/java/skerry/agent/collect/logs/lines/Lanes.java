package skerry.agent.collect.logs.lines;

/**
 * The independent sequences of lines within one file: lines of one stream in one format. Their numbers are part of stored
 * checkpoints and do not change.
 */
final class Lanes {
    static final int PLAIN = 0;
    static final int CRI_STDOUT = 1;
    static final int CRI_STDERR = 2;
    static final int DOCKER_STDOUT = 3;
    static final int DOCKER_STDERR = 4;
    static final int COUNT = 5;

    private static final String[] STREAMS = {"", "stdout", "stderr", "stdout", "stderr"};

    private Lanes() {}

    static String stream(int lane) {
        return STREAMS[lane];
    }
}
