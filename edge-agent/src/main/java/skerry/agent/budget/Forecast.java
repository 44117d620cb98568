package skerry.agent.budget;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a period will end at the present needs.
 *
 * @param limit bytes; 0 for none
 * @param spent bytes so far
 * @param expected bytes at the end of the period, if all new data is sent; empty without enough data
 * @param usedUp when the limit would be reached, UTC epoch milliseconds of own time; empty if not in this period
 */
public record Forecast(Period period, long limit, long spent, OptionalLong expected, OptionalLong usedUp) {
    static Forecast of(Period period, long limit, long spent, Optional<Needs> needs, Ahead ahead, long ownMillis) {
        if (needs.isEmpty()) {
            return new Forecast(
                    period,
                    limit,
                    spent,
                    OptionalLong.empty(),
                    limit > 0 && spent >= limit ? OptionalLong.of(ownMillis) : OptionalLong.empty());
        }
        double more = needs.get().over(Step.NEW_DATA, ahead);
        long expected = spent + Math.round(more);
        boolean tooMuch = limit > 0 && expected > limit;
        return new Forecast(
                period,
                limit,
                spent,
                OptionalLong.of(expected),
                tooMuch
                        ? OptionalLong.of(ownMillis + Math.round(Math.max(0, limit - spent) / more * ahead.millis()))
                        : OptionalLong.empty());
    }
}
