package skerry.hub.capacity;

/** What can be said of when something will be full. Days count from the newest value, and are not rounded. */
public sealed interface FillOutlook {
    /** Next to nothing is free. */
    record Full() implements FillOutlook {}

    /**
     * With nine in ten chances it will be full between the two.
     *
     * @param earliest days, more than 0
     * @param latest days, at least {@code earliest}, at most {@link FillTrend#HORIZON_DAYS}
     */
    record Between(double earliest, double latest) implements FillOutlook {}

    /**
     * It may be full from a day on, and may as well not be within the horizon.
     *
     * @param days until then, more than 0
     */
    record NotBefore(double days) implements FillOutlook {}

    /** @param days as far as the data allow to look, at most {@link FillTrend#HORIZON_DAYS} */
    record NotWithin(int days) implements FillOutlook {}

    /**
     * It is emptied again and again, too rarely for a trend of its fullest moments.
     *
     * @param times how often it was
     * @param days of data
     * @param leastFree bytes, at its fullest
     */
    record Emptied(int times, int days, double leastFree) implements FillOutlook {}

    /**
     * @param days of data there are
     * @param cleaned whether there are more, from before it was cleaned
     */
    record TooLittle(int days, boolean cleaned) implements FillOutlook {}
}
