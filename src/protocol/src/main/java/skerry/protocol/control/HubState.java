package skerry.protocol.control;

/**
 * The hub's retained word to all agents ({@code hub/state}).
 *
 * @param level load level 0 (normal) to 3 (live and events only)
 * @param jitterMillis an agent's first try after a loss waits a random time up to this
 * @param connectsPerSecond the rate the jitter aims at
 */
public record HubState(boolean on, long hubBoot, int level, long jitterMillis, int connectsPerSecond) {}
