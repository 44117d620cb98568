package skerry.agent.cli;

import java.time.LocalDate;
import java.util.Locale;
import skerry.protocol.payload.DayAccount;
import skerry.protocol.payload.LossCause;

/** How days and causes of the account are called, here and at the hub. */
final class RecordWords {
    private RecordWords() {}

    static String day(long epochDay) {
        return epochDay == DayAccount.EARLIER
                ? "earlier"
                : LocalDate.ofEpochDay(epochDay).toString();
    }

    static String cause(LossCause cause) {
        return cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
