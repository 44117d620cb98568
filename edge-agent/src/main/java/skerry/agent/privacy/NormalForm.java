package skerry.agent.privacy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;

/** Writes a value in the one way of all those in which it may be written, so that each of them has the same token. */
final class NormalForm {
    private NormalForm() {}

    /** The form of a value that was found as a kind. */
    static String of(String kind, String value) {
        return switch (kind) {
            case "email" -> lower(value.replace("%40", "@"));
            case "ipv6" -> address(value);
            case "mac", "uuid" -> only(value, CharClass.HEX);
            case "user" -> lower(value).replace("\\\\", "\\");
            case "host" -> lower(value.endsWith(".") ? value.substring(0, value.length() - 1) : value);
            case "phone" -> only(value, CharClass.DIGIT | CharClass.PLUS);
            case "card", "iban" -> only(value, CharClass.ALNUM);
            default -> value;
        };
    }

    /** The kind that a normal form counts as: an IPv4 address that is written as an IPv6 address is one. */
    static String kind(String kind, String normal) {
        return kind.equals("ipv6") && normal.indexOf(':') < 0 ? "ipv4" : kind;
    }

    /** All groups and no capitals; what Java does not take for an address, such as a network's, in small letters. */
    private static String address(String text) {
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            return address instanceof Inet4Address || text.indexOf('%') < 0 ? address.getHostAddress() : lower(text);
        } catch (IllegalArgumentException e) {
            return lower(text);
        }
    }

    private static String only(String value, int set) {
        var result = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            if (CharClass.is(value.charAt(i), set)) {
                result.append(CharClass.fold(value.charAt(i)));
            }
        }
        return result.toString();
    }

    private static String lower(String value) {
        return value.toLowerCase(Locale.ROOT);
    }
}
