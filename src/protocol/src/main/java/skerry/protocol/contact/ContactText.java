package skerry.protocol.contact;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A contact as text; names every mistake of one text at once. Not thread-safe. */
final class ContactText {
    private static final int MOST_WINDOWS = 16;
    private static final int MOST_QUOTED = 40;
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern TIMES = Pattern.compile("([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})");
    private static final String EXAMPLES =
            "write always-on, every 24h, usb every 14d or windows such as mon-fri 02:00-04:00 Europe/Oslo";

    private final List<String> mistakes = new ArrayList<>();

    private ContactText() {}

    static Contact read(String text) {
        if (text.length() > Contact.MAX_TEXT) {
            throw new IllegalArgumentException(
                    "is longer than " + Contact.MAX_TEXT + " characters: name fewer windows, or days as mon-fri");
        }
        var reading = new ContactText();
        Optional<Contact> contact = reading.contact(text.strip().replaceAll("\\s*,\\s*", ","));
        if (!reading.mistakes.isEmpty() || contact.isEmpty()) {
            throw new IllegalArgumentException("cannot be read: " + String.join("; ", reading.mistakes));
        }
        if (contact.get().text().length() > Contact.MAX_TEXT) {
            throw new IllegalArgumentException(
                    "is longer than " + Contact.MAX_TEXT + " characters when written out: name fewer windows");
        }
        return contact.get();
    }

    private Optional<Contact> contact(String text) {
        var words = new ArrayList<>(List.of(text.replace(";", " ; ").strip().split("\\s+")));
        Optional<Duration> grace = grace(words);
        return body(words).map(read -> grace.map(read::withGrace).orElse(read));
    }

    /** Takes the grace from the end. */
    private Optional<Duration> grace(List<String> words) {
        int at = words.indexOf("grace");
        if (at < 0) {
            return Optional.empty();
        }
        List<String> tail = words.subList(at, words.size());
        Optional<Duration> grace = Optional.empty();
        if (tail.size() == 2) {
            grace = span(tail.get(1), "grace 2h");
        } else {
            mistakes.add("one span comes after grace, and nothing after that: write grace 2h at the end");
        }
        tail.clear();
        return grace;
    }

    private Optional<Contact> body(List<String> words) {
        String first = words.isEmpty() ? "" : words.getFirst().toLowerCase(Locale.ROOT);
        List<String> rest = words.subList(Math.min(1, words.size()), words.size());
        return switch (first) {
            case "" -> {
                mistakes.add("it is empty: " + EXAMPLES);
                yield Optional.empty();
            }
            case "always-on" -> spaced(Contact.Kind.ALWAYS_ON, rest);
            case "usb" -> spaced(Contact.Kind.USB, rest);
            case "every" -> spaced(Contact.Kind.EVERY, words);
            default ->
                first.equals("daily") && rest.isEmpty()
                        ? Optional.of(Contact.usual(Contact.Kind.EVERY))
                        : windows(words);
        };
    }

    /** @param every {@code every} and a span, or nothing */
    private Optional<Contact> spaced(Contact.Kind kind, List<String> every) {
        if (every.isEmpty()) {
            return Optional.of(Contact.usual(kind));
        }
        String example = (kind == Contact.Kind.EVERY ? "" : kind.word() + " ") + "every "
                + text(Contact.usual(kind).every());
        if (every.size() != 2 || !every.getFirst().equalsIgnoreCase("every")) {
            mistakes.add("'" + quoted(String.join(" ", every)) + "' is more than one interval: write " + example);
            return Optional.empty();
        }
        return span(every.getLast(), example).flatMap(silence -> {
            if (silence.isZero()) {
                mistakes.add("an interval of nothing is none: write " + example);
                return Optional.empty();
            }
            return Optional.of(new Contact(kind, silence, kind.usualGrace(silence)));
        });
    }

    private Optional<Duration> span(String word, String example) {
        Matcher span = SPAN.matcher(word.toLowerCase(Locale.ROOT));
        if (span.matches()) {
            Duration length =
                    Duration.ofMillis(Math.multiplyExact(Long.parseLong(span.group(1)), Unit.of(span.group(2)).millis));
            if (length.compareTo(Contact.LONGEST) <= 0) {
                return Optional.of(length);
            }
        }
        mistakes.add("'" + quoted(word) + "' is no span of up to 400 days: write " + example);
        return Optional.empty();
    }

    private Optional<Contact> windows(List<String> words) {
        var windows = new ArrayList<WeeklyWindow>();
        var zones = new ArrayList<Optional<ZoneId>>();
        int count = 0;
        for (String one : String.join(" ", words).split(";", -1)) {
            if (++count <= MOST_WINDOWS) {
                window(one.strip(), windows, zones);
            }
        }
        if (count > MOST_WINDOWS) {
            mistakes.add(count + " windows are more than " + MOST_WINDOWS + ": join days as mon-fri");
        }
        if (!mistakes.isEmpty()) {
            return Optional.empty();
        }
        ZoneId zone = zones.getLast().orElse(ZoneOffset.UTC);
        if (zones.stream().anyMatch(other -> other.isPresent() && !other.get().equals(zone))) {
            mistakes.add("the windows have one zone: write it once, after the last window");
            return Optional.empty();
        }
        try {
            return Optional.of(Contact.in(new Calendar(windows, zone)));
        } catch (IllegalArgumentException e) {
            mistakes.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void window(String text, List<WeeklyWindow> windows, List<Optional<ZoneId>> zones) {
        String[] words = text.split("\\s+", -1);
        if (words.length < 2 || words.length > 3) {
            mistakes.add("'" + quoted(text) + "' is no window: " + EXAMPLES);
            return;
        }
        Set<DayOfWeek> days = days(words[0].toLowerCase(Locale.ROOT));
        Matcher times = TIMES.matcher(words[1]);
        int from = times.matches() ? minute(times.group(1), times.group(2)) : -1;
        int to = times.matches() ? minute(times.group(3), times.group(4)) : -1;
        if (from < 0 || to < 0 || from == WeeklyWindow.DAY_MINUTES) {
            mistakes.add("'" + quoted(words[1]) + "' is no span of a day: write hours and minutes such as 02:00-04:00");
        } else if (from == to) {
            mistakes.add("'" + quoted(words[1]) + "' has no length: write an end after the start, or 00:00-24:00");
        } else if (!days.isEmpty()) {
            windows.add(new WeeklyWindow(days, from, to));
        }
        zones.add(words.length == 3 ? zone(words[2]) : Optional.empty());
    }

    private Set<DayOfWeek> days(String word) {
        if (word.equals("daily")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        var days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : word.split(",", -1)) {
            String[] ends = part.split("-", -1);
            Optional<DayOfWeek> first = day(ends[0]);
            Optional<DayOfWeek> last = day(ends[ends.length - 1]);
            if (ends.length > 2 || first.isEmpty() || last.isEmpty()) {
                mistakes.add("'" + quoted(part) + "' is no day: write daily, or days such as mon,wed,fri or mon-fri");
                return Set.of();
            }
            DayOfWeek day = first.get();
            days.add(day);
            while (day != last.get()) { // Over the end of the week, where the last day comes before the first.
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static Optional<DayOfWeek> day(String word) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (WeeklyWindow.word(day).equals(word)) {
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }

    /** Of the day; -1 for a time that no day has. */
    private static int minute(String hours, String minutes) {
        int hour = Integer.parseInt(hours);
        int minute = Integer.parseInt(minutes);
        int sum = hour * 60 + minute;
        return minute < 60 && sum <= WeeklyWindow.DAY_MINUTES ? sum : -1;
    }

    private Optional<ZoneId> zone(String word) {
        if (word.equalsIgnoreCase("UTC")) {
            return Optional.of(ZoneOffset.UTC);
        }
        Optional<ZoneId> zone = ZoneId.getAvailableZoneIds().stream()
                .filter(word::equalsIgnoreCase)
                .findFirst()
                .map(ZoneId::of);
        if (zone.isEmpty()) {
            mistakes.add("'" + quoted(word) + "' is no time zone: write a name such as Europe/Oslo, or none for UTC");
        }
        return zone;
    }

    private static String quoted(String word) {
        String printable = word.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() > MOST_QUOTED ? printable.substring(0, MOST_QUOTED) + "…" : printable;
    }

    static String write(Contact contact) {
        Contact.Kind kind = contact.kind();
        boolean usual = contact.every().equals(kind.usualEvery());
        String every = "every " + text(contact.every());
        String body = switch (kind) {
            case ALWAYS_ON -> "always-on" + (usual ? "" : " " + every);
            case EVERY -> every;
            case USB -> "usb " + every;
            case CALENDAR -> contact.calendar().orElseThrow().text();
        };
        return contact.grace().equals(kind.usualGrace(contact.every()))
                ? body
                : body + " grace " + text(contact.grace());
    }

    /** In the largest unit that leaves no rest; one day is 24 hours. */
    private static String text(Duration span) {
        long millis = span.toMillis();
        for (Unit unit : Unit.values()) {
            if (millis % unit.millis == 0 && millis >= (unit == Unit.DAY ? 2 : 1) * unit.millis) {
                return millis / unit.millis + unit.word;
            }
        }
        return "0m";
    }

    /** The largest first. */
    private enum Unit {
        DAY("d", 86_400_000),
        HOUR("h", 3_600_000),
        MINUTE("m", 60_000),
        SECOND("s", 1_000),
        MILLISECOND("ms", 1);

        private final String word;
        private final long millis;

        Unit(String word, long millis) {
            this.word = word;
            this.millis = millis;
        }

        static Unit of(String word) {
            for (Unit unit : values()) {
                if (unit.word.equals(word)) {
                    return unit;
                }
            }
            throw new IllegalArgumentException("no unit " + word);
        }
    }
}
