package skerry.agent.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines as {@code journalctl -o short-monotonic} prints them: {@code [   12.345678] host kernel: text}. Others are left out. */
final class JournalLines {
    private static final Pattern LINE =
            Pattern.compile("\\[ *(\\d{1,12})\\.\\d{1,6}] \\S{1,255} ([^:\\[]{1,64})(?:\\[\\d{1,10}])?: (.*)");

    private JournalLines() {}

    /** @param seconds since that boot */
    record Line(long seconds, String who, String text) {}

    static List<Line> parse(String output) {
        var lines = new ArrayList<Line>();
        output.lines().forEach(text -> {
            Matcher line = LINE.matcher(text);
            if (line.matches()) {
                lines.add(new Line(Long.parseLong(line.group(1)), line.group(2).strip(), line.group(3)));
            }
        });
        return lines;
    }
}
