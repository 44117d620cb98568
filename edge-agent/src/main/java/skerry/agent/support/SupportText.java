package skerry.agent.support;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import skerry.agent.privacy.Redactor;

/** Takes out of text what a support file must not hold: known secrets wherever they stand, then all that redaction finds. */
public final class SupportText {
    private static final String SECRET = "<secret>";
    /** Shorter ones would be found in every word. */
    private static final int SHORTEST = 4;

    private static final Pattern SECRET_KEY =
            Pattern.compile("(?i)(^|[._-])(password|passphrase|secret|token|credentials?|pin|key|join)$");
    private static final Pattern PIN = Pattern.compile("(?i)\\b(pin\\b[^\\d\\n]{0,20})\\d{4,12}");
    /** Labels of metrics that name one piece of hardware or one network. */
    private static final Pattern IDENTIFYING_LABEL = Pattern.compile(
            "\\b(address|broadcast|serial|[a-z_]*serial|[a-z_]*uuid|wwn|asset_tag|machine_id)=\"[^\"]+\"");

    private final Redactor redactor;
    private final List<String> secrets;

    /** @param secrets known ones, such as a password of the configuration */
    public SupportText(Redactor redactor, Collection<String> secrets) {
        this.redactor = redactor;
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Whether the value of this setting is a secret, by its name. */
    public static boolean isSecret(String key) {
        return SECRET_KEY.matcher(key).find();
    }

    /** The text as it may leave, line by line. */
    public String clean(String text) {
        String known = text;
        for (String secret : secrets) {
            known = known.replace(secret, SECRET);
        }
        String marked = IDENTIFYING_LABEL
                .matcher(PIN.matcher(known).replaceAll("$1" + SECRET))
                .replaceAll("$1=\"" + SECRET + "\"");
        var clean = new StringBuilder(marked.length());
        marked.lines().forEach(line -> clean.append(redactor.redact(line)).append('\n'));
        return clean.toString();
    }
}
