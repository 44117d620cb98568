package skerry.hub.web;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import skerry.hub.capacity.FillOutlook;
import skerry.hub.capacity.FillTrend;
import skerry.hub.query.Disks;

/**
 * A disk, and in words until when there is room.
 *
 * @param word full, between, not-before, not-within, emptied or too-little-data
 * @param earliest when it may be full at the earliest, UTC epoch milliseconds, as {@code latest}
 */
record DiskRow(
        String node,
        Optional<String> claim,
        Optional<String> place,
        double size,
        double free,
        long toldTo,
        String word,
        String sentence,
        Optional<Long> earliest,
        Optional<Long> latest) {
    static final Comparator<DiskRow> SOONEST_FIRST = Comparator.comparingLong((DiskRow row) ->
                    row.word().equals("full") ? 0 : row.earliest().orElse(Long.MAX_VALUE))
            .thenComparingDouble(row -> row.free() / row.size())
            .thenComparing(DiskRow::node, NaturalOrder.OF_NAMES)
            .thenComparing(row -> row.claim().or(row::place).orElse(""), NaturalOrder.OF_NAMES);

    private static final double DAY = 86_400_000;
    /** Within so many days somebody should see to it. */
    private static final int SOON_DAYS = 14;

    /** @param now UTC epoch milliseconds, from which the sentence counts */
    static DiskRow of(Disks.Disk disk, long now) {
        double age = Math.max(0, now - disk.toldTo()) / DAY;
        return switch (disk.outlook()) {
            case FillOutlook.Full _ -> row(disk, "full", "full", 0, -1);
            case FillOutlook.Between(double earliest, double latest) ->
                row(disk, "between", between(earliest - age, latest - age), earliest, latest);
            case FillOutlook.NotBefore(double days) ->
                row(
                        disk,
                        "not-before",
                        days - age < 1
                                ? "may be full within a day, or not at all"
                                : "not before " + days((long) (days - age)),
                        days,
                        -1);
            case FillOutlook.NotWithin(int days) ->
                row(disk, "not-within", "not within " + days((long) Math.max(1, days - age)), -1, -1);
            case FillOutlook.Emptied(int times, int days, double leastFree) ->
                row(
                        disk,
                        "emptied",
                        String.format(
                                Locale.ROOT,
                                "emptied %d times in %d days, at most %.0f %% full",
                                times,
                                days,
                                100 * (1 - leastFree / disk.size())),
                        -1,
                        -1);
            case FillOutlook.TooLittle(int days, boolean cleaned) ->
                row(
                        disk,
                        "too-little-data",
                        "too little data" + (cleaned ? " since it was emptied" : "") + ": " + days + " of at least "
                                + FillTrend.MIN_DAYS + " days",
                        -1,
                        -1);
        };
    }

    boolean isSoon(long now) {
        return word.equals("full")
                || (latest.isPresent()
                        && earliest.filter(at -> at - now < SOON_DAYS * DAY).isPresent());
    }

    private static DiskRow row(Disks.Disk disk, String word, String sentence, double earliest, double latest) {
        return new DiskRow(
                disk.node(),
                disk.claim(),
                disk.place(),
                disk.size(),
                disk.free(),
                disk.toldTo(),
                word,
                sentence,
                at(disk.toldTo(), earliest),
                at(disk.toldTo(), latest));
    }

    private static Optional<Long> at(long from, double days) {
        return days < 0 ? Optional.empty() : Optional.of(from + Math.round(days * DAY));
    }

    private static String between(double earliest, double latest) {
        if (latest < 1) {
            return "within a day";
        }
        long from = (long) earliest;
        long to = (long) Math.ceil(latest);
        return from < 1 ? "within " + days(to) : from == to ? "in " + days(to) : "between " + from + " and " + days(to);
    }

    private static String days(long days) {
        return days == 1 ? "1 day" : days + " days";
    }
}
