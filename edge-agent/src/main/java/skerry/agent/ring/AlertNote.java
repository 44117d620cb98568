package skerry.agent.ring;

/**
 * What is to be remembered of one alert, or of one rule.
 *
 * @param state as its owner writes it; empty to forget the key
 */
public record AlertNote(String key, String state) {}
