package skerry.agent.privacy;

import java.util.List;
import java.util.Set;

/** The user's name in the path of a home directory, of Linux, macOS or Windows, and of what else has one file for each. */
final class HomePathDetector implements Detector {
    private static final int LONGEST = 255;

    /** Directories beside those of users, and pages of a web site that has a {@code /home/}. */
    private static final Set<String> NOBODY = Set.of("shared", "public", "default", "linuxbrew", "lost+found");

    private static final Set<String> PAGES =
            Set.of("html", "htm", "php", "asp", "aspx", "jsp", "js", "css", "png", "svg");

    @Override
    public String kind() {
        return "user";
    }

    @Override
    public List<String> triggers() {
        return List.of(
                "/home/",
                "/homes/",
                "/users/",
                "\\users\\",
                "\\home\\",
                "\\homes\\",
                "\\documents and settings\\",
                "/crontabs/",
                "/var/mail/",
                "/spool/mail/",
                " home-",
                "~");
    }

    @Override
    public Span find(Text text, int at) {
        char sign = text.at(at - 1);
        if (sign == '~') {
            return afterTilde(text, at);
        }
        // "/users/17" is a path of many web interfaces; only the capital letter, or a drive, makes it a home.
        if (sign == '/'
                && text.reads("/users/", at - 7)
                && !text.readsExactly("/Users/", at - 7)
                && text.at(at - 8) != ':') {
            return Span.NONE;
        }
        if (sign == '-') {
            int mount = text.skip(at, CharClass.ALNUM | CharClass.UNDERSCORE, LONGEST);
            return text.readsExactly(".mount", mount) ? UserName.named(text, at, mount) : Span.NONE;
        }
        int start = at;
        while (start - at < 3 && text.at(start) == '\\') {
            start++; // back-slashes escaped once or twice
        }
        int end = text.skip(start, CharClass.ALNUM | CharClass.DASH | CharClass.DOT | CharClass.FOREIGN, LONGEST);
        while (end > start && text.at(end - 1) == '.') {
            end--;
        }
        if (end == start || !CharClass.word(text.at(start))) {
            return Span.NONE;
        }
        String name = text.part(start, end).toLowerCase(java.util.Locale.ROOT);
        int dot = name.lastIndexOf('.');
        return NOBODY.contains(name) || (dot > 0 && PAGES.contains(name.substring(dot + 1)))
                ? Span.NONE
                : new Span(start, end);
    }

    /** {@code ~name/bin}, which a shell takes for a home; an approximate number is none. */
    private static Span afterTilde(Text text, int at) {
        int end = text.skip(at, CharClass.ALNUM | CharClass.DASH | CharClass.DOT, UserName.LONGEST);
        boolean home = text.at(end) == '/' && end > at + 1 && CharClass.is(text.at(at), CharClass.LETTER);
        return home && !CharClass.word(text.at(at - 2)) ? UserName.named(text, at, end) : Span.NONE;
    }
}
