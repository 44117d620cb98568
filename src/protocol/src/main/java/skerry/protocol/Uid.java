package skerry.protocol;

import java.util.regex.Pattern;

/**
 * An agent's opaque name, made once and for ever: 128 random bits as 26 lower-case base32 characters (RFC 4648, without
 * padding). It is the topic level, the MQTT user name and client id, and later the certificate's CN.
 */
public record Uid(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z2-7]{25}[aeimquy4]");

    /** @throws IllegalArgumentException if the value has another form */
    public Uid {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("an agent id has 26 characters of a-z and 2-7");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
