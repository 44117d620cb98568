package skerry.hub.fleet;

/**
 * A state and why.
 *
 * @param reason one sentence for a person; empty for a healthy site
 * @param overdueMillis how much longer than agreed it has been silent, 0 if it is not
 */
public record Verdict(SiteState state, String reason, long overdueMillis) {}
