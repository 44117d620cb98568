package skerry.hub.query;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import skerry.hub.capacity.FillTrend.Point;
import skerry.hub.capacity.WearOutlook;
import skerry.hub.capacity.WearTrend;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.SeriesBlock;
import skerry.hub.store.Track;
import skerry.protocol.series.Series;

/** SD cards and eMMC of a site's nodes: what is written to them, and how long they will last. Thread-safe. */
public final class Cards {
    /** Cards of one site; what is beyond is left out. */
    public static final int MAX_CARDS = 1_000;
    /** So far back lies what is looked at. */
    public static final Duration LOOK_BACK = Duration.ofDays(14);

    private static final String INFO = "skerry_card_info";
    private static final String WRITTEN = "skerry_card_written_bytes";
    private static final String OWN = "skerry_card_agent_written_bytes";
    private static final String LIFE = "skerry_mmc_life_used_ratio";
    private static final Set<String> METRICS = Set.of(INFO, WRITTEN, OWN, LIFE);
    private static final double DAY = 86_400_000;
    private static final int TENTHS = 10;

    private final SiteSeries series;

    public Cards(FleetStore store) {
        this.series = new SiteSeries(store);
    }

    /**
     * A card.
     *
     * @param size bytes; 0 if it was not told
     * @param since when its agent first saw it, UTC epoch milliseconds
     * @param written bytes since then
     * @param own the agent's part of it; empty where the agent's folder is elsewhere
     * @param life used by its own estimate, at most; empty for an SD card
     * @param pace bytes on a day; empty with too few days
     * @param toldTo end of the newest window, UTC epoch milliseconds
     */
    public record Card(
            String node,
            String device,
            double size,
            long since,
            double written,
            Optional<Double> own,
            Optional<Double> life,
            Optional<WearTrend.Pace> pace,
            long toldTo,
            WearOutlook outlook) {}

    private record Key(String node, String device) {}

    /** What is gathered of one card. */
    private static final class Draft {
        final TreeMap<Long, Double> written = new TreeMap<>();
        final TreeMap<Long, Double> life = new TreeMap<>();
        long infoAt = Long.MIN_VALUE;
        long ownAt = Long.MIN_VALUE;
        double own;
        double size;
        long since;
        int firstLife;
    }

    /**
     * All of which something was told in the two weeks before {@code now}, in no order.
     *
     * @param nodes the newest agent of each node of the site
     * @param now UTC epoch milliseconds
     */
    public List<Card> of(List<Agent> nodes, long now) {
        Map<Key, Draft> drafts = new HashMap<>();
        series.visitWindows(nodes, now - LOOK_BACK.toMillis(), now, METRICS, (agent, one, block, track, until) -> {
            var key = new Key(agent.node(), one.labels().get("device"));
            if (track instanceof Track.Gauge gauge && (drafts.containsKey(key) || drafts.size() < MAX_CARDS)) {
                add(drafts.computeIfAbsent(key, _ -> new Draft()), one, block, gauge, until);
            }
        });
        var cards = new ArrayList<Card>();
        drafts.forEach((key, draft) -> {
            if (!draft.written.isEmpty() && draft.infoAt > Long.MIN_VALUE) {
                cards.add(card(key, draft));
            }
        });
        return cards;
    }

    private static void add(Draft draft, Series one, SeriesBlock block, Track.Gauge gauge, long until) {
        for (int i = 0; i < gauge.size(); i++) {
            long end = block.end(gauge.window(i));
            if (end > until) {
                continue;
            }
            switch (one.name()) {
                case WRITTEN -> draft.written.put(end, gauge.last(i));
                case LIFE -> draft.life.merge(end, gauge.last(i), Math::max);
                case OWN -> {
                    if (end > draft.ownAt) {
                        draft.ownAt = end;
                        draft.own = gauge.last(i);
                    }
                }
                default -> {
                    if (end > draft.infoAt) {
                        draft.infoAt = end;
                        draft.size = number(one, "bytes");
                        draft.since = (long) (number(one, "since") * 1000);
                        draft.firstLife = (int) number(one, "life");
                    }
                }
            }
        }
    }

    private static double number(Series one, String label) {
        String text = one.labels().get(label);
        return text.matches("\\d{1,15}") ? Double.parseDouble(text) : 0;
    }

    private static Card card(Key key, Draft draft) {
        List<Point> points = new ArrayList<>(draft.written.size());
        draft.written.forEach((at, bytes) -> points.add(new Point(at, bytes)));
        Optional<WearTrend.Pace> pace = WearTrend.pace(points);
        long toldTo = draft.written.lastKey();
        double written = draft.written.lastEntry().getValue();
        Optional<Double> life = draft.life.isEmpty()
                ? Optional.empty()
                : Optional.of(draft.life.lastEntry().getValue());
        int days = (int) ((toldTo - draft.written.firstKey()) / DAY);
        WearOutlook outlook = life.isPresent()
                ? WearTrend.ofEstimate(
                        draft.firstLife, (int) Math.round(life.get() * TENTHS), (toldTo - draft.since) / DAY)
                : WearTrend.ofCard(pace, days, written, Math.max(1, draft.size));
        return new Card(
                key.node(),
                key.device(),
                draft.size,
                draft.since,
                written,
                draft.ownAt > Long.MIN_VALUE ? Optional.of(draft.own) : Optional.empty(),
                life,
                pace,
                toldTo,
                outlook);
    }
}
