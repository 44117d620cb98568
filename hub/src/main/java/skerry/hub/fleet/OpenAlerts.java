package skerry.hub.fleet;

/**
 * How many alerts of a node or a site are open.
 *
 * @param acknowledged of all these
 */
public record OpenAlerts(int critical, int warning, int info, int acknowledged) {
    public static final OpenAlerts NONE = new OpenAlerts(0, 0, 0, 0);

    public OpenAlerts plus(OpenAlerts other) {
        return new OpenAlerts(
                critical + other.critical,
                warning + other.warning,
                info + other.info,
                acknowledged + other.acknowledged);
    }
}
