package skerry.hub.web;

import java.util.Comparator;
import java.util.Optional;
import skerry.hub.capacity.WearOutlook;
import skerry.hub.capacity.WearTrend;
import skerry.hub.query.Cards;

/**
 * A card, and in words how long it will last.
 *
 * @param kind {@code emmc} or {@code sd}, by whether it estimates its life itself
 * @param low bytes on a day, as {@code high}
 * @param word worn-out, between, not-before or too-little-data
 * @param earliest when it may be worn out at the earliest, UTC epoch milliseconds, as {@code latest}
 */
record CardRow(
        String node,
        String device,
        String kind,
        double size,
        long since,
        double written,
        Optional<Double> own,
        Optional<Double> life,
        Optional<Double> low,
        Optional<Double> high,
        long toldTo,
        String word,
        String sentence,
        Optional<Long> earliest,
        Optional<Long> latest) {
    static final Comparator<CardRow> SOONEST_FIRST = Comparator.comparing(
                    (CardRow row) -> !row.word().equals("worn-out"))
            .thenComparing(row -> row.earliest().orElse(Long.MAX_VALUE))
            .thenComparing(CardRow::node, NaturalOrder.OF_NAMES)
            .thenComparing(CardRow::device);

    private static final double DAY = 86_400_000;
    private static final double YEAR = 365.25;
    private static final double MONTH = YEAR / 12;
    /** Nobody knows what is in use then. */
    private static final double MOST_YEARS = 30;

    static CardRow of(Cards.Card card) {
        String thumb = card.life().isPresent() ? "" : ", by rule of thumb";
        return switch (card.outlook()) {
            case WearOutlook.WornOut _ -> row(card, "worn-out", "beyond what it is made for" + thumb, -1, -1);
            case WearOutlook.Between(double earliest, double latest) ->
                row(
                        card,
                        earliest >= MOST_YEARS * YEAR ? "not-before" : "between",
                        between(earliest, latest) + thumb,
                        earliest,
                        latest);
            case WearOutlook.NotBefore(double days) ->
                row(card, "not-before", "not before " + span(days) + thumb, days, -1);
            case WearOutlook.TooLittle(int days, int needed) ->
                row(card, "too-little-data", "too little data: " + days + " of at least " + needed + " days", -1, -1);
        };
    }

    private static CardRow row(Cards.Card card, String word, String sentence, double earliest, double latest) {
        return new CardRow(
                card.node(),
                card.device(),
                card.life().isPresent() ? "emmc" : "sd",
                card.size(),
                card.since(),
                card.written(),
                card.own(),
                card.life(),
                card.pace().map(WearTrend.Pace::low),
                card.pace().map(WearTrend.Pace::high),
                card.toldTo(),
                word,
                sentence,
                at(card.toldTo(), earliest),
                at(card.toldTo(), latest));
    }

    private static Optional<Long> at(long from, double days) {
        return days < 0 || days > MOST_YEARS * YEAR ? Optional.empty() : Optional.of(from + Math.round(days * DAY));
    }

    private static String between(double earliest, double latest) {
        if (earliest >= MOST_YEARS * YEAR) {
            return "not before " + span(earliest);
        }
        return "between " + span(earliest) + " and " + span(latest);
    }

    private static String span(double days) {
        if (days >= MOST_YEARS * YEAR) {
            return (int) MOST_YEARS + " years and more";
        }
        if (days >= 2 * YEAR) {
            return (int) Math.floor(days / YEAR) + " years";
        }
        return days >= 2 * MONTH ? (int) Math.floor(days / MONTH) + " months" : counted((int) Math.floor(days));
    }

    private static String counted(int days) {
        return days == 1 ? "1 day" : days + " days";
    }
}
