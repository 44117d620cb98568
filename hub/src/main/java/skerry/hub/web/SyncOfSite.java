package skerry.hub.web;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import skerry.hub.fleet.SiteStatus;
import skerry.hub.store.Account;
import skerry.hub.store.Agent;
import skerry.hub.store.FleetStore;
import skerry.hub.store.GapRow;
import skerry.hub.store.NodeAccount;
import skerry.hub.store.Present;
import skerry.protocol.RecordCounts;
import skerry.protocol.Uid;
import skerry.protocol.control.Autonomy;
import skerry.protocol.control.SeqRange;
import skerry.protocol.payload.DayAccount;
import skerry.protocol.payload.Gap;

/** A site's data on its way: what waits at each node, what became of its records, and each loss. */
record SyncOfSite(SyncRow site, List<NodeBody> nodes, List<GapBody> gaps) {

    record RecordsBody(long samples, long lines, long events) {
        static RecordsBody of(RecordCounts records) {
            return new RecordsBody(records.samples(), records.lines(), records.events());
        }
    }

    /**
     * @param day ISO date, or {@code earlier} for all days that are not told apart
     * @param coarse in minutes that a full ring lost, of which this hub has the hours
     */
    record DayBody(
            String day,
            String stream,
            RecordsBody collected,
            RecordsBody delivered,
            RecordsBody coarse,
            RecordsBody sentUnconfirmed,
            RecordsBody held,
            Map<String, RecordsBody> dropped,
            RecordsBody refused,
            boolean balances) {}

    /** What this hub holds of a node, by its own count. */
    record AtHubBody(long batches, RecordsBody records, long refused, long lost, long missing) {}

    /** @param toldAt when the node told of its account; absent if it never did */
    record NodeBody(
            String uid,
            String name,
            long backlogBytes,
            long backlogBatches,
            double bytesPerSecond,
            Optional<Long> finishAt,
            Optional<Long> lastBatchAt,
            Optional<Double> summaryDays,
            Optional<Double> rawDays,
            AtHubBody atHub,
            Optional<Long> toldAt,
            List<DayBody> days) {}

    /**
     * A loss.
     *
     * @param id for a link to it; the same as long as it begins where it does
     * @param arrivedSince batches of it that came after all, from another road or a restored node
     */
    record GapBody(
            String id,
            String uid,
            String node,
            String stream,
            String cause,
            long from,
            long to,
            Optional<Long> firstBatch,
            Optional<Long> lastBatch,
            long batches,
            long arrivedSince,
            RecordsBody records,
            long announcedAt) {}

    static SyncOfSite of(SiteStatus site, FleetStore store) {
        var nodes = new ArrayList<NodeBody>();
        var gaps = new ArrayList<GapBody>();
        var counts = new HashMap<Uid, Long>();
        for (SiteStatus.Judged judged : site.nodes()) {
            Agent agent = judged.status().agent();
            List<GapRow> rows = store.history().gaps(agent.uid(), Long.MIN_VALUE, Long.MAX_VALUE);
            counts.put(agent.uid(), (long) rows.size());
            rows.forEach(row -> gaps.add(gap(row, agent, store)));
            nodes.add(node(judged, store));
        }
        gaps.sort(Comparator.comparingLong(GapBody::from).reversed());
        return new SyncOfSite(SyncRow.of(site, store, counts), nodes, gaps);
    }

    private static NodeBody node(SiteStatus.Judged judged, FleetStore store) {
        Agent agent = judged.status().agent();
        Optional<Present> present = store.present().of(agent.uid());
        Account held = store.batches().account(agent.uid());
        Optional<NodeAccount> told = store.history().account(agent.uid());
        return new NodeBody(
                agent.uid().value(),
                agent.node(),
                present.map(Present::backlogBytes).orElse(0L),
                present.map(Present::backlogBatches).orElse(0L),
                present.map(Present::bytesPerSecond).orElse(0.0),
                FleetBodies.present(judged.status().finishAt()),
                present.map(Present::lastBatchAt).flatMap(FleetBodies::present),
                SyncRow.autonomy(present).map(Autonomy::summaryDays),
                SyncRow.autonomy(present).map(Autonomy::rawDays),
                new AtHubBody(
                        held.batches(), RecordsBody.of(held.delivered()), held.refused(), held.lost(), held.missing()),
                told.map(NodeAccount::toldAt),
                told.map(account -> account.days().stream().map(SyncOfSite::day).toList())
                        .orElse(List.of()));
    }

    private static DayBody day(DayAccount day) {
        var dropped = new TreeMap<String, RecordsBody>();
        day.dropped().forEach((cause, records) -> dropped.put(SiteResource.word(cause), RecordsBody.of(records)));
        return new DayBody(
                day.epochDay() == DayAccount.EARLIER
                        ? "earlier"
                        : LocalDate.ofEpochDay(day.epochDay()).toString(),
                String.valueOf(day.stream().code()),
                RecordsBody.of(day.collected()),
                RecordsBody.of(day.delivered()),
                RecordsBody.of(day.coarse()),
                RecordsBody.of(day.sentUnconfirmed()),
                RecordsBody.of(day.held()),
                dropped,
                RecordsBody.of(day.refused()),
                day.balances());
    }

    private static GapBody gap(GapRow row, Agent agent, FleetStore store) {
        Gap gap = row.gap();
        Optional<Gap> ofBatches = Optional.of(gap).filter(known -> known.epoch() != 0);
        return new GapBody(
                id(row),
                agent.uid().value(),
                agent.node(),
                String.valueOf(gap.stream().code()),
                SiteResource.word(gap.cause()),
                gap.fromMillis(),
                gap.toMillis(),
                ofBatches.map(Gap::fromSeq),
                ofBatches.map(Gap::toSeq),
                gap.batches(),
                ofBatches.map(known -> arrived(agent.uid(), known, store)).orElse(0L),
                RecordsBody.of(gap.records()),
                row.announcedAt());
    }

    private static long arrived(Uid uid, Gap gap, FleetStore store) {
        return store.batches()
                .holding(uid, gap.epoch(), gap.stream())
                .map(holding -> holding.applied().all().stream()
                        .mapToLong(range -> within(range, gap))
                        .sum())
                .orElse(0L);
    }

    private static long within(SeqRange range, Gap gap) {
        return Math.max(0, Math.min(range.last(), gap.toSeq()) - Math.max(range.first(), gap.fromSeq()) + 1);
    }

    private static String id(GapRow row) {
        Gap gap = row.gap();
        String text = String.join(
                " ",
                row.uid().value(),
                Long.toHexString(gap.epoch()),
                String.valueOf(gap.stream().code()),
                String.valueOf(gap.cause().code()),
                String.valueOf(gap.fromSeq()),
                String.valueOf(gap.fromMillis()));
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 13);
    }
}
