package skerry.system.model;

/** A log whose lines carry the numbers from 1 on. It is never lost, so that its lines can be read again. */
final class NumberedLog {
    private static final String START = "item ";
    private static final String PADDING = "abcdefghijklmnopqrstuvwxyz".repeat(8);

    private final int padding;
    private long written;

    /** @param padding characters that make each line longer */
    NumberedLog(int padding) {
        this.padding = padding;
    }

    void write(int lines) {
        written += lines;
    }

    long written() {
        return written;
    }

    String line(long number) {
        return START + number + " arrived " + noise(number);
    }

    /** Which line it is. */
    static long numberOf(String line) {
        return Long.parseLong(line.substring(START.length(), line.indexOf(' ', START.length())));
    }

    /** Words that do not compress well, the same for each reading. */
    private String noise(long number) {
        var noise = new StringBuilder(padding);
        long state = number * 0x9E3779B97F4A7C15L;
        while (noise.length() < padding) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            noise.append(PADDING.charAt((int) (state >>> 33) % PADDING.length() & 0x7f));
        }
        return noise.toString();
    }
}
