package skerry.agent.privacy;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Tells whether a name, such as {@code db_password} or {@code clientSecret}, says that its value is secret. */
final class SecretName {
    /** Splits names at signs and at humps; only short strings come here, and the expression is linear. */
    private static final Pattern WORDS = Pattern.compile("[^A-Za-z0-9]++|(?<=[a-z0-9])(?=[A-Z])");

    private static final Set<String> PASSWORDS =
            Set.of("password", "passwd", "pwd", "pass", "passphrase", "passcode", "passwort");

    private static final Set<String> SECRETS =
            Set.of(("secret token apikey accesskey secretkey privatekey authkey authtoken accesstoken accountkey "
                            + "sharedaccesskey sharedkey credential credentials authorization clientsecret accessid auth sourcegraph")
                    .split(" ", -1));

    private static final Set<String> KEY_KINDS = Set.of(
            "api", "access", "secret", "private", "auth", "account", "shared", "signing", "encryption", "master");

    /** After these, the name is about a secret and does not hold it: {@code token_type}, {@code passwordFile}. */
    private static final Set<String> ABOUT =
            Set.of(("name names namespace id ids count type types kind length len size file files path url uri "
                            + "endpoint expiry expires expiration ttl age limit max min usage used policy provider issuer "
                            + "format status state ref version rate manager controller required enabled valid changed reset "
                            + "attempts cache store review reviews request response error check auth authentication prompt "
                            + "field")
                    .split(" ", -1));

    private SecretName() {}

    /** @param password whether the name of a password is meant, or else that of a key or token */
    static boolean holds(String key, boolean password) {
        Set<String> wanted = password ? PASSWORDS : SECRETS;
        String before = "";
        boolean named = false;
        for (String part : WORDS.split(key, -1)) {
            String word = part.toLowerCase(Locale.ROOT);
            if (wanted.contains(word)
                    || (password && (word.endsWith("password") || word.endsWith("passwd")))
                    || (!password
                            && ((word.startsWith("secret") && !word.equals("secrets"))
                                    || word.endsWith("token")
                                    || word.endsWith("secret")
                                    || word.endsWith("apikey")))
                    || (!password && word.equals("key") && KEY_KINDS.contains(before))
                    || (!password && word.equals("id") && before.equals("access"))) {
                named = true;
            } else if (named && ABOUT.contains(word)) {
                return false;
            }
            before = word;
        }
        return named;
    }

    /** What the names are, for the policy's id. */
    static String rule() {
        return new TreeSet<>(PASSWORDS) + " " + new TreeSet<>(SECRETS) + " " + new TreeSet<>(ABOUT);
    }
}
