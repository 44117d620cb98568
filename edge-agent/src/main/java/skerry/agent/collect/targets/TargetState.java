package skerry.agent.collect.targets;

import java.util.Optional;

/**
 * What came of the last scrape of a target, for people.
 *
 * @param name job and instance
 * @param problem what is wrong, as a clause; empty if nothing is
 * @param advice what to do about it, as a sentence
 * @param scraped whether it was scraped at all yet
 * @param series that were kept
 * @param limitUse the share of its nearest limit that the scrape used, 0 to 1
 * @param unchecked whether its certificate is not looked at
 */
public record TargetState(
        String name,
        Optional<String> problem,
        String advice,
        boolean scraped,
        int series,
        double seconds,
        double limitUse,
        boolean unchecked) {
    static TargetState waiting(Target target) {
        return new TargetState(target.name(), Optional.empty(), "", false, 0, 0, 0, isUnchecked(target));
    }

    static TargetState well(Target target, int series, double seconds, double limitUse) {
        return new TargetState(
                target.name(), Optional.empty(), "", true, series, seconds, limitUse, isUnchecked(target));
    }

    static TargetState failing(Target target, ScrapeFailure failure, double seconds) {
        return new TargetState(
                target.name(), Optional.of(failure.what()), failure.advice(), true, 0, seconds, 0, isUnchecked(target));
    }

    private static boolean isUnchecked(Target target) {
        return target.isSecure() && target.job().tls().unchecked();
    }
}
