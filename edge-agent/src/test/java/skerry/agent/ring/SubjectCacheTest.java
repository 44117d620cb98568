package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import skerry.protocol.series.Labels;

class SubjectCacheTest {
    private static final int ROUNDS = 20_000;
    private static final int SUBJECTS = 1_500;

    @Test
    void findsWhatWasAddedAndNothingElse() {
        for (long seed = 1; seed <= 3; seed++) {
            var random = new Random(seed);
            var cache = new SubjectCache(10_000);
            Map<Subject, Integer> model = new HashMap<>();
            for (int i = 0; i < ROUNDS; i++) {
                int number = random.nextInt(SUBJECTS);
                Subject subject = subject(number);
                assertThat(idOf(cache, subject)).isEqualTo(model.getOrDefault(subject, -1));
                if (random.nextInt(3) > 0 && !model.containsKey(subject)) {
                    cache.add(new SubjectCache.Entry(number * 7, subject, number % 5));
                    model.put(subject, number * 7);
                } else if (random.nextInt(500) == 0) {
                    int seen = random.nextInt(5);
                    cache.removeIf(entry -> entry.seen == seen);
                    model.values().removeIf(id -> id / 7 % 5 == seen);
                }
            }
            Map<Subject, Integer> all = new HashMap<>();
            cache.forEach(entry -> all.put(entry.subject(), entry.id));
            assertThat(all).isEqualTo(model);
            model.forEach((subject, id) -> assertThat(cache.find(id))
                    .extracting(SubjectCache.Entry::subject)
                    .isEqualTo(subject));
        }
    }

    @Test
    void beyondItsBoundThoseGoThatWereNotAskedForLately() {
        var cache = new SubjectCache(100);
        for (int i = 0; i < 10_000; i++) {
            cache.add(new SubjectCache.Entry(i, subject(i), 0));
            for (int used = 0; used < Math.min(i, 40); used++) {
                assertThat(idOf(cache, subject(used))).as("after %d others", i).isEqualTo(used);
            }
        }
        assertThat(held(cache)).hasSize(100);
    }

    @Test
    void whatWaitsToBeStoredStays() {
        var cache = new SubjectCache(10);
        for (int i = 0; i < 50; i++) {
            var entry = new SubjectCache.Entry(i, subject(i), 0);
            entry.unstored = true;
            cache.add(entry);
        }
        cache.removeIf(entry -> true);
        assertThat(held(cache)).hasSize(50);
    }

    private static Map<Integer, Subject> held(SubjectCache cache) {
        Map<Integer, Subject> held = new HashMap<>();
        cache.forEach(entry -> held.put(entry.id, entry.subject()));
        return held;
    }

    private static int idOf(SubjectCache cache, Subject subject) {
        SubjectCache.Entry found = cache.find(subject.kind(), subject.name(), subject.labels());
        return found == null ? -1 : found.id;
    }

    private static Subject subject(int number) {
        return new Subject(number % 3, "name" + number % 20, Labels.of("number", Integer.toString(number)));
    }
}
