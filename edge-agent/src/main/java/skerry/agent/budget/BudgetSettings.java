package skerry.agent.budget;

import java.util.Optional;
import java.util.OptionalLong;
import skerry.protocol.contact.Calendar;

/**
 * What the link may cost.
 *
 * @param perMonth bytes
 * @param perDay bytes
 * @param bytesPerSecond for all that goes after events, 0 for no limit
 * @param monthStarts day of the month on which a new month of the contract with the network begins, 1 to 28
 * @param hours in which there is a link; empty for always
 */
public record BudgetSettings(
        OptionalLong perMonth, OptionalLong perDay, long bytesPerSecond, int monthStarts, Optional<Calendar> hours) {
    public static final BudgetSettings NONE = new BudgetSettings(OptionalLong.empty(), OptionalLong.empty(), 0, 1);

    /** Below these the present state alone would not fit. */
    public static final long LEAST_PER_MONTH = 10_000_000;

    public static final long LEAST_PER_DAY = 350_000;

    /** @throws IllegalArgumentException names the limit that cannot be */
    public BudgetSettings {
        if (perMonth.orElse(LEAST_PER_MONTH) < LEAST_PER_MONTH || perDay.orElse(LEAST_PER_DAY) < LEAST_PER_DAY) {
            throw new IllegalArgumentException(
                    "a budget is at least " + LEAST_PER_MONTH + " bytes a month and " + LEAST_PER_DAY + " a day");
        }
        if (bytesPerSecond < 0 || monthStarts < 1 || monthStarts > 28) {
            throw new IllegalArgumentException("a rate is not negative, and a month starts on day 1 to 28");
        }
    }

    /** With a link at any time. */
    public BudgetSettings(OptionalLong perMonth, OptionalLong perDay, long bytesPerSecond, int monthStarts) {
        this(perMonth, perDay, bytesPerSecond, monthStarts, Optional.empty());
    }

    /** Whether there is anything to plan for. */
    public boolean isLimited() {
        return perMonth.isPresent() || perDay.isPresent();
    }
}
