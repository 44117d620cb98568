package skerry.hub.fleet;

/**
 * A site came into another state.
 *
 * @param at UTC epoch milliseconds by the hub's clock
 */
public record StateChange(String site, SiteState from, SiteState to, long at) {}
