package skerry.agent.support;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The secrets that this agent is known to have, so that they can be found in whatever text they strayed into. */
public final class SupportSecrets {
    private static final List<String> FILES = List.of("identity", "site-key", "site-pin", "site-pin.txt");
    /** What is shorter in a key file is a name, not a key. */
    private static final int SHORTEST_KEY = 8;

    private static final int MOST_OF_A_FILE = 64 << 10;
    /** Settings that name a file with nothing but a secret in it. */
    private static final Pattern IN_FILE = Pattern.compile("\\.(password|token)-file$|^privacy\\.key-file$");

    /** What stands behind the question mark of a target; some show who they are by it. */
    private static final Pattern PARAMETER = Pattern.compile("^scrape\\.\\d+\\.params\\.");

    private static final Pattern NAMES = Pattern.compile("[a-z]+(-[a-z]+)*");

    private SupportSecrets() {}

    /**
     * @param settings by key
     * @param data the agent's folder
     */
    public static Collection<String> of(Map<String, String> settings, Path data) {
        var secrets = new ArrayList<String>();
        settings.forEach((key, value) -> {
            if (SupportText.isSecret(key)) {
                secrets.add(value);
            }
            if (PARAMETER.matcher(key).find()) {
                secrets.add(value);
            }
            if (IN_FILE.matcher(key).find()) {
                secrets.addAll(lineOf(value));
            }
            secrets.addAll(ofUrl(value));
        });
        for (String file : FILES) {
            secrets.addAll(ofFile(data.resolve(file)));
        }
        return secrets;
    }

    private static List<String> lineOf(String file) {
        try (var in = Files.newInputStream(Path.of(file))) {
            return List.of(new String(in.readNBytes(MOST_OF_A_FILE), StandardCharsets.UTF_8).strip());
        } catch (IOException | InvalidPathException e) {
            return List.of(); // not there, or not ours to read, as below
        }
    }

    private static Optional<String> hexadecimal(String word) {
        try {
            return Optional.of(HexFormat.of().formatHex(Base64.getDecoder().decode(word)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not in Base64
        }
    }

    private static List<String> ofUrl(String value) {
        try {
            if (!value.contains("://")) {
                return List.of();
            }
            URI url = URI.create(value);
            var secrets = new ArrayList<String>();
            String user = url.getUserInfo();
            if (user != null && user.contains(":")) {
                secrets.add(user.substring(user.indexOf(':') + 1));
            }
            if (url.getQuery() != null) {
                secrets.addAll(List.of(url.getQuery().split("[&=]", -1)));
            }
            return secrets;
        } catch (IllegalArgumentException e) {
            return List.of(); // no URL, so it has no credentials where they would be known as such
        }
    }

    /** The values of a key file, as they stand there and as they are used: in hexadecimal. */
    private static List<String> ofFile(Path file) {
        try {
            var words = new ArrayList<String>();
            for (String line :
                    Files.readString(file, StandardCharsets.UTF_8).lines().toList()) {
                if (line.startsWith("#") || line.startsWith("uid:")) {
                    continue; // what everybody may know
                }
                for (String word : line.split("[\\s:]+", -1)) {
                    if (word.length() >= SHORTEST_KEY && !NAMES.matcher(word).matches()) {
                        words.add(word);
                        hexadecimal(word).ifPresent(words::add);
                    }
                }
            }
            return words;
        } catch (IOException e) {
            return List.of(); // not there, or not ours to read: then it is in no part of the file either
        }
    }
}
