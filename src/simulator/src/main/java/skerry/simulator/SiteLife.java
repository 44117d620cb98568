package skerry.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What a simulated site is and how it behaves; the same seed gives the same fleet.
 *
 * @param nodes machines at the site
 * @param contract {@code always-on}, {@code daily} or {@code usb}
 * @param everySeconds the contract's interval
 * @param graceSeconds the contract's grace
 */
public record SiteLife(
        String id,
        String name,
        String region,
        double latitude,
        double longitude,
        int nodes,
        String contract,
        long everySeconds,
        long graceSeconds,
        Plot plot) {
    private static final List<String> REGIONS =
            List.of("Outer Reef", "Northern Sound", "Long Fjord", "West Moor", "High Pass", "River Delta");
    private static final List<String> FIRST = List.of(
            "Gannet", "Heron", "Osprey", "Tern", "Curlew", "Petrel", "Plover", "Dunlin", "Eider", "Fulmar", "Merlin",
            "Raven");
    private static final List<String> SECOND = List.of(
            "Rock", "Point", "Hut", "Weir", "Mast", "Light", "Pump", "Gate", "Ridge", "Landing", "Well", "Pier");

    /** How a site behaves during a demo. */
    public enum Plot {
        /** Always there, nothing wrong. */
        HEALTHY,
        /** There, with a hardware problem. */
        UNDERVOLTAGE,
        /** One node of several falls silent. */
        HALF_DARK,
        /** Comes once, delivers, and says good-bye as agreed. */
        DARK_AS_AGREED,
        /** Falls silent although it should not. */
        OVERDUE,
        /** Was dark for hours and brings its history slowly. */
        BACK_FILLING,
        /** Enrolled, never comes. */
        NEVER_SEEN
    }

    /** A fleet of {@code count} sites in which every plot occurs and most are healthy. */
    public static List<SiteLife> fleet(long seed, int count) {
        var random = new Random(seed);
        var sites = new ArrayList<SiteLife>(count);
        for (int i = 0; i < count; i++) {
            sites.add(site(i, plot(i, random), random));
        }
        return sites;
    }

    /** The first seven sites show each plot once, so that even a small fleet shows them all. */
    private static Plot plot(int index, Random random) {
        Plot[] plots = Plot.values();
        if (index < plots.length) {
            return plots[index];
        }
        int percent = random.nextInt(100);
        if (percent < 66) {
            return Plot.HEALTHY;
        }
        return plots[1 + percent % (plots.length - 1)];
    }

    private static SiteLife site(int index, Plot plot, Random random) {
        String region = REGIONS.get(index % REGIONS.size());
        int pair = index % (FIRST.size() * SECOND.size());
        String name = FIRST.get(pair % FIRST.size()) + " " + SECOND.get(pair / FIRST.size() % SECOND.size())
                + (index >= FIRST.size() * SECOND.size() ? " " + (index / (FIRST.size() * SECOND.size()) + 1) : "");
        int nodes = plot == Plot.HALF_DARK ? 3 : 1 + (random.nextInt(5) == 0 ? 2 : 0);
        boolean agreed = plot == Plot.DARK_AS_AGREED;
        boolean stick = agreed && random.nextBoolean();
        // Longer than a node's live messages are apart, or its contract would be broken between any two of them; only
        // who
        // leaves before the second one may be overdue sooner, so that a short demo shows it.
        long every = switch (plot) {
            case OVERDUE -> 30;
            case HALF_DARK -> 90;
            case DARK_AS_AGREED -> (stick ? 14 : 1) * 86_400L;
            case HEALTHY, UNDERVOLTAGE, BACK_FILLING, NEVER_SEEN -> 120;
        };
        long grace = switch (plot) {
            case OVERDUE -> 5;
            case HALF_DARK -> 15;
            case DARK_AS_AGREED -> 21_600;
            case HEALTHY, UNDERVOLTAGE, BACK_FILLING, NEVER_SEEN -> 180;
        };
        return new SiteLife(
                "sim-%04d".formatted(index + 1),
                name,
                region,
                Math.round((54 + REGIONS.indexOf(region) * 1.3 + random.nextDouble()) * 1e4) / 1e4,
                Math.round((-7 + random.nextDouble() * 6) * 1e4) / 1e4,
                nodes,
                agreed ? stick ? "usb" : "daily" : "always-on",
                every,
                grace,
                plot);
    }
}
