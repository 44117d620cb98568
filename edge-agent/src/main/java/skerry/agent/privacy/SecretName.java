package skerry.agent.privacy;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Tells how much a name, such as {@code db_password} or {@code clientSecret}, says about its value being secret. */
final class SecretName {
    /** Nothing: the name is about something else. */
    static final int NO = 0;
    /** The value is secret if it looks so beyond doubt. */
    static final int PERHAPS = 1;
    /** The value is secret unless it is plainly none. */
    static final int YES = 2;

    /** Splits names at signs and at humps; only short strings come here, and the expression is linear. */
    private static final Pattern WORDS = Pattern.compile("[^\\p{L}0-9]++|(?<=[a-z0-9])(?=[A-Z])");

    private static final Set<String> PASSWORDS =
            Set.of(("password passwd pwd pass passphrase passcode psk pw passwort kennwort passe contraseña contrasena "
                            + "hasło haslo senha wachtwoord lösenord losenord heslo пароль requirepass masterauth")
                    .split(" ", -1));

    /** Words that end so, as {@code dbpassword} does. */
    private static final String[] PASSWORD_ENDS = {
        "password", "passwd", "pwd", "passwort", "kennwort", "密码", "密碼", "パスワード", "비밀번호"
    };

    /** Words that end like a password and are none. */
    private static final Set<String> NO_PASSWORDS =
            Set.of(("bypass compass encompass surpass overpass underpass lowpass highpass bandpass chpasswd htpasswd "
                            + "smbpasswd gpasswd mkpasswd ldappasswd")
                    .split(" ", -1));

    private static final Set<String> SECRETS =
            Set.of(("secret token apikey authkey authtoken accesstoken geheimnis sharedaccesskey "
                            + "credential credentials creds authorization clientsecret accessid auth sourcegraph")
                    .split(" ", -1));

    /** Of cookies that stand for a login, and of tokens of persons. */
    private static final Set<String> PERHAPS_SECRETS =
            Set.of("sessionid jsessionid phpsessid sessid pat".split(" ", -1));

    private static final Set<String> KEY_KINDS = Set.of(
            "api", "access", "secret", "private", "auth", "account", "shared", "signing", "encryption", "master");

    /** Kinds of keys that are no secrets everywhere, so that the value must look like one. */
    private static final Set<String> PERHAPS_KEY_KINDS =
            Set.of(("storage app application license licence hmac subscription service routing integration client "
                            + "deploy deployment ingest ingestion write admin root preshared wpa wifi psk join cluster "
                            + "enrollment activation crypt crypto cipher decryption aes des jwt cookie token session "
                            + "webhook instrumentation signature sign encrypt security consumer provisioning device "
                            + "primary secondary")
                    .split(" ", -1));

    /** After these, the name is about a secret and does not hold it: {@code token_type}, {@code passwordFile}. */
    private static final Set<String> ABOUT =
            Set.of(("name names namespace id ids count types type kind length len size file files path url uri "
                            + "endpoint expiry expires expiration ttl age limit max min usage used policy provider issuer "
                            + "format status state ref version rate manager controller required enabled valid changed reset "
                            + "attempts cache store review reviews request response error check auth authentication prompt "
                            + "field rounds yield algorithm algo method mode scheme strength hint history lifetime "
                            + "validity interval period timeout retries days hours minutes seconds bits bytes")
                    .split(" ", -1));

    /** What is made from a key or token and is public. */
    private static final Set<String> DERIVED =
            Set.of("hash ca cert certificate fingerprint thumbprint digest checksum".split(" ", -1));

    /** What may follow the word in a name that still holds a password. */
    private static final Set<String> GOES_ON =
            Set.of(("old new current confirm confirmation again repeat value text plain plaintext string str data "
                            + "base64 b64 enc encrypted env var key hash md5 sha1 sha256 db user root admin default is secure super sec")
                    .split(" ", -1));

    private SecretName() {}

    /** @param password whether the name of a password is meant, or else that of a key or token */
    static int tells(String key, boolean password) {
        String before = "";
        int tells = NO;
        for (String part : WORDS.split(key, -1)) {
            String word = part.toLowerCase(Locale.ROOT);
            int says = password ? password(word) : secret(word, before);
            if (says != NO) {
                tells = Math.max(tells, says);
            } else if (tells != NO && (ABOUT.contains(word) || (!password && DERIVED.contains(word)))) {
                return NO;
            } else if (tells != NO && password && !goesOn(word)) {
                tells = PERHAPS;
            }
            before = word;
        }
        return tells;
    }

    private static boolean goesOn(String word) {
        return word.isEmpty() || CharClass.digit(word.charAt(0)) || GOES_ON.contains(word);
    }

    private static int password(String word) {
        if (PASSWORDS.contains(word)) {
            return YES;
        }
        if (NO_PASSWORDS.contains(word)) {
            return NO;
        }
        for (String end : PASSWORD_ENDS) {
            if (word.endsWith(end)) {
                return YES;
            }
        }
        return word.endsWith("pass") ? PERHAPS : NO;
    }

    private static int secret(String word, String before) {
        if (SECRETS.contains(word)
                || (word.startsWith("secret") && !word.equals("secrets"))
                || word.endsWith("token")
                || word.endsWith("secret")
                || word.endsWith("apikey")
                || (word.equals("id") && before.equals("access"))) {
            return YES;
        }
        if (word.endsWith("key")) {
            String kind = word.length() > 3 ? word.substring(0, word.length() - 3) : before;
            return KEY_KINDS.contains(kind) ? YES : PERHAPS_KEY_KINDS.contains(kind) ? PERHAPS : NO;
        }
        return PERHAPS_SECRETS.contains(word) || word.endsWith("schlüssel") ? PERHAPS : NO;
    }

    /** What the names are, for the policy's id. */
    static String rule() {
        return new TreeSet<>(PASSWORDS) + " " + new TreeSet<>(SECRETS) + " " + new TreeSet<>(ABOUT) + " "
                + new TreeSet<>(PERHAPS_SECRETS) + " " + new TreeSet<>(PERHAPS_KEY_KINDS) + " "
                + new TreeSet<>(DERIVED) + " " + new TreeSet<>(GOES_ON) + " " + String.join(" ", PASSWORD_ENDS);
    }
}
