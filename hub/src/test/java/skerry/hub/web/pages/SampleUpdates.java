package skerry.hub.web.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import skerry.hub.web.pages.SampleFleet.Site;

/** A made-up rollout in its third wave, with what may go wrong in one; a page may pause, resume and stop it. */
final class SampleUpdates {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final int[] PERCENTS = {10, 50, 100};
    private static final String NEW = "0.2.0";
    private static final String OLD = "0.1.0";

    private final SampleFleet fleet;
    private volatile String state = "running";
    private volatile String reason = "";

    SampleUpdates(SampleFleet fleet) {
        this.fleet = fleet;
    }

    /** An agent of the rollout, by its place in it. */
    private record Member(int place, Site site, int wave, String state) {}

    /** As the API does it. */
    Json change(String body, long now) {
        if (body.contains("\"pause\"")) {
            state = "paused";
            reason = "paused by admin";
        } else if (body.contains("\"resume\"")) {
            state = "running";
            reason = "";
        } else if (body.contains("\"stop\"")) {
            state = "stopped";
            reason = "stopped by admin";
        }
        return rollout(now);
    }

    /** As a rollout halts itself. */
    void halt() {
        state = "halted";
        reason = "7 of 80 agents of wave 2 failed, and at most 5 % may";
    }

    private List<Member> members() {
        var members = new ArrayList<Member>();
        int total = fleet.sites().size();
        for (int i = 0; i < total; i++) {
            int wave = i == 0 ? 0 : 1;
            while (i > 0 && wave < PERCENTS.length && (i + 1) * 100L > (long) PERCENTS[wave - 1] * total) {
                wave++;
            }
            members.add(new Member(i, fleet.sites().get(i), wave, state(i, wave)));
        }
        return members;
    }

    private static String state(int place, int wave) {
        if (wave < 2) {
            return place % 25 == 7 ? "unreachable" : place % 25 == 11 ? "by-hand" : "done";
        }
        if (wave > 2) {
            return "waiting";
        }
        return switch (place % 20) {
            case 0, 1 -> "probation";
            case 2 -> place % 40 == 2 ? "rolled-back" : "staged";
            case 3, 4, 5 -> "fetching";
            case 6, 7 -> "asked";
            case 8 -> "unreachable";
            default -> "done";
        };
    }

    private static String sentence(String state) {
        return switch (state) {
            case "rolled-back" -> "not ready within 300 s after the start, so 0.1.0 was put back and runs";
            case "unreachable" -> "without contact; it is asked at its next";
            case "by-hand" -> "runs in a container: update it by the image";
            case "fetching" -> "12 of 39 MB are here";
            case "probation" -> "runs it";
            default -> "";
        };
    }

    Json updates(long now) {
        long done = members().stream().filter(one -> one.state().equals("done")).count();
        long all = fleet.sites().size();
        return Json.object()
                .put(
                        "releases",
                        List.of(release(NEW, now - 3 * HOUR, true), release(OLD, now - 90 * SampleFleet.DAY, true)))
                .put("versions", List.of(version(NEW, done + 2), version(OLD, all - done - 3), version("", 1)))
                .put("rollouts", List.of(rollout(now), past(now)));
    }

    private static Json version(String version, long agents) {
        return Json.object().put("version", version).put("agents", agents).put("connected", agents * 9 / 10);
    }

    private static Json release(String version, long addedAt, boolean whole) {
        return Json.object()
                .put("version", version)
                .put("key", "6b1e-09c4-77d2-a3f8-5e60-1c9b-d4aa-0f37")
                .put("addedAt", addedAt)
                .put("by", "operator")
                .put("bytes", 117_600_000L)
                .put(
                        "files",
                        List.of(Json.object()
                                .put("path", "manifest")
                                .put("sha256", "ab".repeat(32))
                                .put("bytes", 4_100)))
                .put("whole", whole);
    }

    private Json rollout(long now) {
        var waves = new ArrayList<Json>();
        for (int wave = 0; wave <= PERCENTS.length; wave++) {
            int number = wave;
            List<Member> its =
                    members().stream().filter(one -> one.wave() == number).toList();
            var states = Json.object();
            its.stream()
                    .map(Member::state)
                    .distinct()
                    .sorted()
                    .forEach(word -> states.put(
                            word,
                            its.stream().filter(one -> one.state().equals(word)).count()));
            waves.add(Json.object()
                    .put("wave", wave)
                    .put("upTo", wave == 0 ? null : PERCENTS[wave - 1])
                    .put("agents", its.size())
                    .put("states", states));
        }
        return rollout(2, NEW, now - 2 * HOUR)
                .put("state", state)
                .put("reason", reason)
                .put("since", now - 2 * HOUR)
                .put("wave", 2)
                .put("waveSince", now - 20 * MINUTE)
                .put("waves", waves);
    }

    private static Json past(long now) {
        return rollout(1, OLD, now - 89 * SampleFleet.DAY)
                .put("state", "stopped")
                .put("reason", "stopped by admin")
                .put("since", now - 88 * SampleFleet.DAY)
                .put("wave", 0)
                .put("waveSince", now - 89 * SampleFleet.DAY)
                .put(
                        "waves",
                        List.of(Json.object()
                                .put("wave", 0)
                                .put("agents", 1)
                                .put("states", Json.object().put("failed", 1))));
    }

    private static Json rollout(long no, String version, long startedAt) {
        return Json.object()
                .put("no", no)
                .put("version", version)
                .put("by", "admin")
                .put("startedAt", startedAt)
                .put("healthyMs", 30 * MINUTE)
                .put("failPercent", 5)
                .put("reachMs", 24 * HOUR);
    }

    Json agents(Map<String, String> query, long now) {
        String wanted = query.getOrDefault("state", "");
        List<Member> fit = members().stream()
                .filter(one -> wanted.isEmpty()
                        || one.state().equals(wanted)
                        || (wanted.equals("problem") && one.state().equals("rolled-back")))
                .filter(one ->
                        query.getOrDefault("wave", String.valueOf(one.wave())).equals(String.valueOf(one.wave())))
                .filter(one -> one.site().name().contains(query.getOrDefault("q", "")))
                .sorted(java.util.Comparator.comparing(one -> !one.state().equals("rolled-back")))
                .toList();
        int offset = Integer.parseInt(query.getOrDefault("offset", "0"));
        return Json.object()
                .put("total", fit.size())
                .put("offset", offset)
                .put(
                        "agents",
                        fit.stream()
                                .skip(offset)
                                .limit(100)
                                .map(one -> agent(one, now))
                                .toList());
    }

    private static Json agent(Member one, long now) {
        boolean runs = one.state().equals("done") || one.state().equals("probation");
        return Json.object()
                .put("uid", "agent-" + one.place())
                .put("site", one.site().id())
                .put("siteName", one.site().name())
                .put("node", "pi-1")
                .put("wave", one.wave())
                .put("state", one.state())
                .put("since", now - (one.place() % 50) * MINUTE)
                .put("sentence", sentence(one.state()))
                .put("from", one.state().equals("waiting") ? "" : OLD)
                .put("version", runs ? NEW : OLD);
    }
}
