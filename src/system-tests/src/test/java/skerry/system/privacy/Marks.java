package skerry.system.privacy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Makes marks of every kind that redaction promises to find: made up, valid by checksum where there is one, and never twice. */
final class Marks {
    private static final String LETTERS = "abcdefghijkmnopqrstuvwxyz";
    private static final String ALNUM = LETTERS + "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final String HEX = "0123456789abcdef";
    private static final int IBAN_MODULUS = 97;

    private final SplittableRandom random;

    private Marks(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** One way to make a mark. */
    private interface Maker {
        Mark make(int number);
    }

    /** So many marks, kind after kind; the same for a seed. */
    static List<Mark> of(int count, long seed) {
        var marks = new Marks(seed);
        List<Maker> makers = marks.makers();
        var all = new ArrayList<Mark>(count);
        for (int i = 0; i < count; i++) {
            all.add(makers.get(i % makers.size()).make(i));
        }
        return all;
    }

    private List<Maker> makers() {
        return List.of(
                this::email,
                this::ipv4,
                this::ipv6,
                this::mac,
                this::hostName,
                this::userInPath,
                this::userOfSshd,
                this::userOfSudo,
                this::userField,
                this::phone,
                this::card,
                this::iban,
                this::socialSecurity,
                this::norwegianId,
                this::gps,
                this::deviceUuid,
                this::urlCredentials,
                this::basicAuth,
                this::bearer,
                this::jwt,
                this::privateKey,
                this::awsKey,
                this::githubToken,
                this::gitlabToken,
                this::slackToken,
                this::k3sToken,
                this::k3sNodeArgs,
                this::password,
                this::passwordInJson,
                this::connectionString,
                this::apiKey,
                this::clientSecret);
    }

    private Mark email(int n) {
        String value = word(6) + "." + word(7) + "@" + word(8) + ".example.org";
        return new Mark("email", "mail to " + value + " bounced", List.of(value));
    }

    private Mark ipv4(int n) {
        String value = "10." + (100 + random.nextInt(150)) + "." + (100 + random.nextInt(150)) + "."
                + (100 + random.nextInt(150));
        return new Mark("ipv4", "peer " + value + " is gone", List.of(value));
    }

    private Mark ipv6(int n) {
        String value = "fd5a:" + hex(4) + ":" + hex(4) + ":1" + hex(3) + "::2" + hex(3);
        return new Mark("ipv6", "peer " + value + " is gone", List.of(value));
    }

    private Mark mac(int n) {
        String value = "b8:27:eb:" + hex(2) + ":" + hex(2) + ":" + hex(2);
        return new Mark("mac", "wlan0: associated with " + value, List.of(value, value.replace(":", "")));
    }

    private Mark hostName(int n) {
        String value = word(7) + "-" + random.nextInt(10, 99) + "." + word(8) + ".example.net";
        return new Mark("host", "cannot resolve host " + value, List.of(value));
    }

    private Mark userInPath(int n) {
        String value = word(9);
        return new Mark("user", "cannot read /home/" + value + "/.config", List.of(value));
    }

    private Mark userOfSshd(int n) {
        String value = word(9);
        return new Mark(
                "user",
                "sshd[812]: Failed password for invalid user " + value + " from port 51122 ssh2",
                List.of(value));
    }

    private Mark userOfSudo(int n) {
        String value = word(9);
        return new Mark(
                "user",
                "sudo:   " + value + " : TTY=pts/0 ; PWD=/tmp ; USER=root ; COMMAND=/usr/bin/id",
                List.of(value));
    }

    private Mark userField(int n) {
        String value = word(9);
        return new Mark("user", "login ok user=" + value + " in 12 ms", List.of(value));
    }

    private Mark phone(int n) {
        String digits = "22" + (84 + random.nextInt(2)) + String.format(Locale.ROOT, "%04d", random.nextInt(10_000));
        String value = "+47 " + digits.replaceAll("(..)(?!$)", "$1 ");
        return new Mark("phone", "call " + value + " for help", List.of(value, "+47" + digits, "47" + digits));
    }

    private Mark card(int n) {
        var digits = new StringBuilder("4539");
        for (int i = 0; i < 11; i++) {
            digits.append(random.nextInt(10));
        }
        digits.append(luhn(digits));
        String spaced = digits.toString().replaceAll("(....)(?!$)", "$1 ");
        return new Mark("card", "paid by card " + spaced, List.of(spaced, digits.toString()));
    }

    private Mark iban(int n) {
        var account = new StringBuilder("8601");
        while (account.length() < 10) {
            account.append(random.nextInt(10));
        }
        int[] weights = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * (account.charAt(i) - '0');
        }
        int check = (11 - sum % 11) % 11;
        if (check == 10) {
            return iban(n);
        }
        account.append(check);
        BigInteger number = new BigInteger(account + "232400"); // NO, as numbers, and 00
        String value = "NO"
                + String.format(
                        Locale.ROOT,
                        "%02d",
                        98 - number.mod(BigInteger.valueOf(IBAN_MODULUS)).intValue()) + account;
        String spaced = value.replaceAll("(....)(?!$)", "$1 ");
        return new Mark("iban", "refund to " + spaced, List.of(spaced, value));
    }

    private Mark socialSecurity(int n) {
        String value = random.nextInt(501, 665) + "-" + random.nextInt(11, 99) + "-" + random.nextInt(1001, 9999);
        return new Mark("ssn", "applicant ssn " + value, List.of(value, value.replace("-", "")));
    }

    private Mark norwegianId(int n) {
        while (true) {
            String start = String.format(
                    Locale.ROOT,
                    "%02d%02d%02d%03d",
                    random.nextInt(1, 28),
                    random.nextInt(1, 13),
                    random.nextInt(50, 99),
                    random.nextInt(500));
            int first = mod11(start, 3, 7, 6, 1, 8, 9, 4, 5, 2);
            int second = first > 9 ? 10 : mod11(start + first, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2);
            if (first < 10 && second < 10) {
                String value = start + first + second;
                return new Mark("national id", "fødselsnummer: " + value, List.of(value));
            }
        }
    }

    private Mark gps(int n) {
        String lat = String.format(Locale.ROOT, "58.%06d", random.nextInt(100_000, 1_000_000));
        String lon = String.format(Locale.ROOT, "6.%07d", random.nextInt(1_000_000, 10_000_000));
        return new Mark("gps", "position lat=" + lat + " lon=" + lon, List.of(lat, lon));
    }

    private Mark deviceUuid(int n) {
        String value = hex(8) + "-" + hex(4) + "-4" + hex(3) + "-a" + hex(3) + "-" + hex(12);
        return new Mark("uuid", "device_id=" + value + " came back", List.of(value, value.replace("-", "")));
    }

    private Mark urlCredentials(int n) {
        String value = alnum(14);
        return new Mark(
                "URL credentials",
                "fetching https://" + word(8) + ":" + value + "@files.example.com/x",
                List.of(value));
    }

    private Mark basicAuth(int n) {
        String value = base64(word(8) + ":" + alnum(12));
        return new Mark("basic auth", "header Authorization: Basic " + value, List.of(value));
    }

    private Mark bearer(int n) {
        String value = alnum(40);
        return new Mark("bearer", "header Authorization: Bearer " + value, List.of(value));
    }

    private Mark jwt(int n) {
        String body =
                base64("{\"sub\":\"" + alnum(16) + "\",\"iat\":1770000000}").replace("=", "");
        String signature = alnum(43);
        return new Mark(
                "JWT",
                "session eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9." + body + "." + signature + " expired",
                List.of(body, signature));
    }

    private Mark privateKey(int n) {
        String value = alnum(64) + alnum(60);
        return new Mark(
                "private key",
                "-----BEGIN PRIVATE KEY----- " + value + " -----END PRIVATE KEY-----",
                List.of(value, value.substring(0, 32)));
    }

    private Mark awsKey(int n) {
        String value = "AKIA" + upper(16);
        return new Mark("AWS key", "denied for " + value, List.of(value));
    }

    private Mark githubToken(int n) {
        String value = "ghp_" + alnum(36);
        return new Mark("GitHub token", "cloning with " + value, List.of(value));
    }

    private Mark gitlabToken(int n) {
        String value = "glpat-" + alnum(20);
        return new Mark("GitLab token", "cloning with " + value, List.of(value));
    }

    private Mark slackToken(int n) {
        String value = "xoxb-" + (100_000_000_000L + random.nextLong(800_000_000_000L)) + "-" + alnum(24);
        return new Mark("Slack token", "posting with " + value, List.of(value));
    }

    private Mark k3sToken(int n) {
        String value = "K10" + hex(64) + "::server:" + hex(32);
        return new Mark("k3s token", "joining with token " + value, List.of(value, value.substring(3, 40)));
    }

    private Mark k3sNodeArgs(int n) {
        String value = alnum(24);
        return new Mark(
                "k3s node-args",
                "[\"server\",\"--token\",\"" + value + "\",\"--disable\",\"traefik\"]",
                List.of(value));
    }

    private Mark password(int n) {
        String value = alnum(11) + "!" + alnum(4);
        return new Mark("password", "connecting with password=" + value + " to the pump", List.of(value));
    }

    private Mark passwordInJson(int n) {
        String value = alnum(15);
        return new Mark("password", "{\"msg\":\"login\",\"db_password\":\"" + value + "\"}", List.of(value));
    }

    private Mark connectionString(int n) {
        String value = alnum(15);
        return new Mark(
                "connection string",
                "using Server=db.local;Database=site;User Id=" + word(9) + ";Password=" + value + ";",
                List.of(value));
    }

    private Mark apiKey(int n) {
        String value = alnum(32);
        return new Mark("API key", "calling with api_key=" + value, List.of(value));
    }

    private Mark clientSecret(int n) {
        String value = alnum(32);
        return new Mark("secret", "client_secret: \"" + value + "\"", List.of(value));
    }

    // ---- parts

    private String word(int length) {
        var word = new StringBuilder("mk");
        while (word.length() < length + 2) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return word.toString();
    }

    private String alnum(int length) {
        return chars(ALNUM, length - 1) + random.nextInt(10);
    }

    private String upper(int length) {
        return chars("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", length);
    }

    private String hex(int length) {
        return chars(HEX, length);
    }

    private String chars(String from, int length) {
        var chars = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            chars.append(from.charAt(random.nextInt(from.length())));
        }
        return chars.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int luhn(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return (10 - sum % 10) % 10;
    }

    private static int mod11(String digits, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * (digits.charAt(i) - '0');
        }
        return (11 - sum % 11) % 11;
    }
}
