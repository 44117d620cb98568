package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;

/** Names of hosts that the site's own files have, and any name in the site's domains. */
final class SiteHostDetector implements Detector {
    private static final int LABEL = CharClass.ALNUM | CharClass.DASH;
    private static final int LONGEST = 253;

    private final SiteNames names;

    SiteHostDetector(SiteNames names) {
        this.names = names;
    }

    @Override
    public String kind() {
        return HostNameDetector.KIND;
    }

    @Override
    public List<String> triggers() {
        var triggers = new ArrayList<String>(names.hosts());
        for (String domain : names.domains()) {
            triggers.add("." + domain);
        }
        return triggers;
    }

    /** Without the names: the policy's id leaves the site. */
    @Override
    public String rule() {
        return "site-host";
    }

    @Override
    public Span find(Text text, int at) {
        for (String domain : names.domains()) {
            if (text.reads("." + domain, at - domain.length() - 1)) {
                int start = text.skipBack(at - domain.length() - 1, LABEL | CharClass.DOT, LONGEST);
                return ends(text, at) && start < at - domain.length() - 1 ? new Span(start, at) : Span.NONE;
            }
        }
        for (String host : names.hosts()) {
            int start = at - host.length();
            if (text.reads(host, start) && ends(text, at) && !CharClass.is(text.at(start - 1), LABEL | CharClass.DOT)) {
                return new Span(start, at);
            }
        }
        return Span.NONE;
    }

    /** A dot at the end of a sentence is not a part. */
    private static boolean ends(Text text, int at) {
        return !CharClass.is(text.at(at), LABEL)
                && !(text.at(at) == '.' && CharClass.is(text.at(at + 1), CharClass.ALNUM));
    }
}
