package skerry.hub.capacity;

/** What can be said of how long a card will last, if what is written to it goes on as it did. Days count from the newest value. */
public sealed interface WearOutlook {
    /** Beyond what it is taken to bear. */
    record WornOut() implements WearOutlook {}

    /**
     * @param earliest days, not less than 0
     * @param latest days, at least {@code earliest}
     */
    record Between(double earliest, double latest) implements WearOutlook {}

    /** @param days until it may be worn out at the earliest; there is nothing to say of the latest */
    record NotBefore(double days) implements WearOutlook {}

    /**
     * @param days of data there are
     * @param needed so many are needed
     */
    record TooLittle(int days, int needed) implements WearOutlook {}
}
