package skerry.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Java process needs on its heap, as the JDK's {@code jcmd} tells it of the serial collector. */
final class JavaHeap {
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    private JavaHeap() {}

    /** KiB in use once all that is not needed was collected. */
    static long usedKib(long pid) throws IOException, InterruptedException {
        String _ = jcmd(pid, "GC.run");
        Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1));
        }
        if (sum == 0) {
            throw new IOException("jcmd told nothing of the heap of process " + pid);
        }
        return sum;
    }

    private static String jcmd(long pid, String what) throws IOException, InterruptedException {
        String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(List.of(program, Long.toString(pid), what))
                .redirectErrorStream(true)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(program + " " + what + ": " + answer.strip());
        }
        return answer;
    }
}
