package skerry.agent.collect.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Metrics text of either form, usual and unusual, whole and broken; the same for the same random numbers. */
final class GeneratedText {
    private static final List<String> NAMES =
            List.of("al", "al_seconds", "be_total", "be", "c:d", "wait", "waits", "_e");
    private static final List<String> TYPES = List.of(
            "gauge", "counter", "histogram", "summary", "unknown", "untyped", "info", "stateset", "gaugehistogram");
    private static final List<String> LABELS = List.of("x", "y", "xy", "le", "quantile", "al", "zone", "_z9");
    private static final List<String> VALUES = List.of(
            "",
            "1",
            "2",
            "0.5",
            "+Inf",
            "GET",
            "GETS",
            "/api/v1/{id}",
            "a b",
            "a,b",
            "}",
            "x=\\\"y\\\"",
            "\\\\",
            "\\n",
            "\\z",
            "ä",
            "Ω≠",
            "x".repeat(40),
            "y".repeat(41));
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2",
            "17",
            "1.5",
            "1e3",
            "-1",
            "NaN",
            "+Inf",
            "-Inf",
            "-0",
            "nan",
            "+nan",
            "inf",
            "0x1",
            "1_0",
            "1e",
            "",
            "12345678901234567890123",
            "1e400",
            "9007199254740993");
    private static final List<String> BOUNDS = List.of("-1", "0", "0.5", "1", "1.0", "2.5", "10", "+Inf");
    private static final List<String> ODD = List.of(
            "",
            " ",
            "#",
            "# EOF",
            "#EOF",
            "# a remark",
            "# HELP",
            "# HELP al ",
            "# HELP al b",
            "# UNIT al_seconds seconds",
            "# UNIT al s",
            "# TYPE al gauge ",
            "# TYPE al  gauge",
            "al{} 1",
            "al{,} 1",
            "al{x=\"1\",} 1",
            "al {x=\"1\"} 1",
            "al\t1",
            "al 1 ",
            "al{x=\"1\"}1",
            "al{x=\"1\",x=\"2\"} 1",
            "al{__name__=\"b\"} 1",
            "{\"al\"} 1",
            "{\"al\",x=\"1\"} 1",
            "{\"ä b\",\"ö\"=\"1\"} 1",
            "al{\"x\"=\"1\"} 1",
            "al 1 2 3",
            "al 1\r",
            "9a 1",
            "al{9=\"\"} 1",
            "al{x=\"1} 1",
            "wait {count:1,sum:2,schema:0}",
            "al{a=\"1\",b=\"1\",c=\"1\",d=\"1\",e=\"1\",f=\"1\"} 1");

    private final Random random;
    private final boolean open;
    private final List<String> lines = new ArrayList<>();

    private GeneratedText(Random random, MetricsText form) {
        this.random = random;
        this.open = form == MetricsText.OPENMETRICS;
    }

    static byte[] of(Random random, MetricsText form) {
        return new GeneratedText(random, form).bytes();
    }

    private byte[] bytes() {
        List<String> names = new ArrayList<>(NAMES);
        Collections.shuffle(names, random);
        int families = 1 + random.nextInt(4);
        int metrics = random.nextInt(12) == 0 ? 150 : 4;
        for (int i = 0; i < families; i++) {
            family(names.get(i), metrics);
        }
        int damages = random.nextInt(3) == 0 ? 0 : random.nextInt(4);
        for (int i = 0; i < damages && random.nextBoolean(); i++) {
            damageLines();
        }
        if (open) {
            lines.add(random.nextInt(40) == 0 ? "" : "# EOF");
        }
        byte[] text = (String.join("\n", lines) + "\n").getBytes(UTF_8);
        for (int i = 0; i < damages && random.nextInt(3) == 0; i++) {
            text[random.nextInt(text.length)] =
                    (byte) (random.nextBoolean() ? random.nextInt(256) : " {}\"\n#=,0\\".charAt(random.nextInt(10)));
        }
        return random.nextInt(30) == 0 ? Arrays.copyOf(text, random.nextInt(text.length)) : text;
    }

    private void family(String name, int most) {
        String type = TYPES.get(random.nextInt(rare(4) ? TYPES.size() : 4));
        if (!rare(8)) {
            lines.add("# TYPE " + name + " " + type);
        }
        if (random.nextBoolean()) {
            lines.add("# HELP " + name + " What \\\\ " + name + "\\n is.");
        }
        List<String> names = new ArrayList<>(LABELS);
        Collections.shuffle(names, random);
        names = new ArrayList<>(names.subList(0, random.nextInt(4)));
        if (!rare(10)) {
            names.removeAll(List.of("le", "quantile", name));
        }
        int metrics = names.isEmpty() && !rare(9) ? 1 : 1 + random.nextInt(most);
        for (int metric = 0; metric < metrics; metric++) {
            if (rare(20)) {
                Collections.shuffle(names, random);
            }
            var labels = new ArrayList<String>();
            for (String label : names) {
                String value =
                        rare(6) ? VALUES.get(random.nextInt(rare(6) ? VALUES.size() : 16)) : "v" + metric % 40 + label;
                labels.add(label + "=\"" + value + "\"");
            }
            metric(name, type, labels);
        }
    }

    private void metric(String name, String type, List<String> labels) {
        String time = rare(4) ? (open ? " 17.5" : " 1700000000000") : "";
        switch (type) {
            case "counter" -> {
                sample(name + (open || rare(3) ? "_total" : ""), labels, "", number(true), time, open && rare(3));
                if (open && rare(3)) {
                    sample(name + "_created", labels, "", "1700000000.5", time, false);
                }
            }
            case "histogram", "gaugehistogram" -> {
                int count = 0;
                for (int i = random.nextInt(3) + 1; i < BOUNDS.size(); i++) {
                    count += random.nextInt(3);
                    sample(
                            name + "_bucket",
                            labels,
                            "le=\"" + (rare(60) ? "" : BOUNDS.get(i)) + "\"",
                            rare(40) ? number(false) : "" + count,
                            time,
                            open && rare(4));
                }
                String start = type.equals("histogram") ? "_" : "_g";
                sample(name + start + "sum", labels, "", rare(30) ? number(false) : "3.5", time, rare(60));
                sample(name + start + "count", labels, "", rare(30) ? number(false) : "" + count, time, false);
            }
            case "summary" -> {
                sample(name, labels, "quantile=\"0.5\"", number(true), time, false);
                sample(name, labels, "quantile=\"" + (rare(20) ? "half" : "1") + "\"", number(true), time, false);
                sample(name + "_sum", labels, "", number(true), time, false);
                sample(name + "_count", labels, "", "5", time, false);
            }
            case "stateset" -> {
                sample(name, labels, name + "=\"on\"", "1", time, false);
                sample(name, labels, name + "=\"" + (rare(9) ? "" : "off") + "\"", "0", time, false);
            }
            case "info" -> sample(name + "_info", labels, "", rare(9) ? "2" : "1", time, false);
            default -> sample(name, labels, "", number(false), time, rare(60));
        }
    }

    private void sample(String name, List<String> labels, String own, String value, String time, boolean exemplar) {
        var all = new ArrayList<>(labels);
        if (!own.isEmpty()) {
            all.add(rare(5) ? 0 : all.size(), own);
        }
        String braces = all.isEmpty() && !rare(20) ? "" : "{" + String.join(",", all) + "}";
        lines.add(name + braces + " " + value + time + (exemplar ? exemplar() : ""));
    }

    private String exemplar() {
        String label = VALUES.get(random.nextInt(VALUES.size()));
        String labels = switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> "trace=\"" + label + "\",span=\"" + label + "\"";
            case 2 -> rare(3) ? "t=\"1\",t=\"2\"" : "t=\"" + "z".repeat(126 + random.nextInt(3)) + "\"";
            default -> "trace=\"a1\"";
        };
        return " # {" + labels + "} " + (rare(8) ? number(false) : "0.4") + (rare(3) ? " " + number(true) : "");
    }

    private String number(boolean usual) {
        return NUMBERS.get(random.nextInt(usual || !rare(8) ? 6 : NUMBERS.size()));
    }

    private void damageLines() {
        int at = random.nextInt(lines.size());
        switch (random.nextInt(6)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, ODD.get(random.nextInt(ODD.size())));
            case 2 -> Collections.swap(lines, at, random.nextInt(lines.size()));
            case 3 -> lines.add(random.nextInt(lines.size() + 1), lines.get(at));
            case 4 -> lines.set(at, lines.get(at).replace(' ', '\t'));
            default ->
                lines.set(at, lines.get(at).replaceFirst("[0-9.]+$", NUMBERS.get(random.nextInt(NUMBERS.size()))));
        }
        if (lines.isEmpty()) {
            lines.add("a 1");
        }
    }

    private boolean rare(int oneOf) {
        return random.nextInt(oneOf) == 0;
    }
}
