package skerry.agent.collect.host;

import java.util.Optional;
import java.util.Set;

/**
 * The name of a hwmon attribute in its parts: {@code temp1_crit_alarm} is type {@code temp}, number 1, property {@code
 * crit_alarm}; {@code pwm1} has no property.
 *
 * @param number 0 if the name has none
 */
record SensorFile(String type, int number, String property) {
    private static final int MAX_DIGITS = 6;
    private static final Set<String> TYPES = Set.of(
            "beep_enable",
            "cpu",
            "curr",
            "energy",
            "fan",
            "freq",
            "humidity",
            "in",
            "intrusion",
            "power",
            "pwm",
            "temp",
            "update_interval",
            "vrm");

    /** The parts, or nothing if this is no attribute of a known type of sensor. */
    static Optional<SensorFile> parse(String name) {
        int digits = 0;
        while (digits < name.length() && !isDigit(name.charAt(digits))) {
            digits++;
        }
        int end = digits;
        while (end < name.length() && isDigit(name.charAt(end))) {
            end++;
        }
        String type = name.substring(0, digits);
        boolean wellFormed = end == name.length() || (name.charAt(end) == '_' && end + 1 < name.length());
        if (!wellFormed || end - digits > MAX_DIGITS || !TYPES.contains(type)) {
            return Optional.empty();
        }
        int number = end == digits ? 0 : Integer.parseInt(name.substring(digits, end));
        return Optional.of(new SensorFile(type, number, end == name.length() ? "" : name.substring(end + 1)));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
