package skerry.agent.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.agent.ring.RingRoom;

/** What follows from the counts at a moment of own time. */
final class Reckoning {
    private Reckoning() {}

    static List<Planner.Limit> limits(BudgetSettings settings, Tally tally, long ownMillis) {
        var limits = new ArrayList<Planner.Limit>();
        settings.perMonth()
                .ifPresent(bytes -> limits.add(
                        limit(settings, Period.month(ownMillis, settings.monthStarts()), bytes, tally, ownMillis)));
        settings.perDay()
                .ifPresent(bytes -> limits.add(limit(settings, Period.day(ownMillis), bytes, tally, ownMillis)));
        return limits;
    }

    private static Planner.Limit limit(
            BudgetSettings settings, Period period, long bytes, Tally tally, long ownMillis) {
        return new Planner.Limit(
                period,
                bytes,
                tally.sum(Kind.WIRE, period.fromMillis()),
                Ahead.of(settings.hours(), ownMillis, period.toMillis()));
    }

    /** Of the month, and of the day if that has a limit. */
    static List<Forecast> forecasts(BudgetSettings settings, Tally tally, Optional<Needs> needs, long now) {
        var forecasts = new ArrayList<Forecast>();
        Period month = Period.month(now, settings.monthStarts());
        forecasts.add(Forecast.of(
                month,
                settings.perMonth().orElse(0),
                tally.sum(Kind.WIRE, month.fromMillis()),
                needs,
                Ahead.of(settings.hours(), now, month.toMillis()),
                now));
        if (settings.perDay().isPresent()) {
            Period day = Period.day(now);
            forecasts.add(Forecast.of(
                    day,
                    settings.perDay().getAsLong(),
                    tally.sum(Kind.WIRE, day.fromMillis()),
                    needs,
                    Ahead.of(settings.hours(), now, day.toMillis()),
                    now));
        }
        return forecasts;
    }

    static BudgetView view(BudgetSettings settings, Tally tally, OwnTimeNow time, Plan plan, Optional<RingRoom> room) {
        long now = time.millis();
        Optional<Needs> needs = Needs.of(tally, now);
        return new BudgetView(
                now,
                time.datedByHub(),
                plan,
                forecasts(settings, tally, needs, now),
                needs,
                needs.flatMap(known -> room.flatMap(there -> AutonomyClock.read(there, known))));
    }

    /** Own time at the moment of the question. */
    record OwnTimeNow(long millis, boolean datedByHub) {}
}
