package skerry.agent.collect.logs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The ring as a log collector sees it: transactions end at some of the checkpoints, and a crash forgets what came after
 * the last one.
 */
public final class CrashingIntake implements LogIntake, Checkpoints {
    private final RandomGenerator random;
    private final double commitChance;

    private final List<LogRecord> storedRecords = new ArrayList<>();
    private final Map<String, String> storedPlaces = new LinkedHashMap<>();
    private final List<LogRecord> openRecords = new ArrayList<>();
    private final Map<String, String> openPlaces = new LinkedHashMap<>();
    private final List<String> losses = new ArrayList<>();

    /** @param commitChance of each checkpoint to end a transaction; 1 stores everything at once */
    public CrashingIntake(RandomGenerator random, double commitChance) {
        this.random = random;
        this.commitChance = commitChance;
    }

    /** Stores everything at every checkpoint. */
    public CrashingIntake() {
        this(new java.util.Random(0), 1);
    }

    @Override
    public void record(LogRecord record) {
        openRecords.add(record);
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        openPlaces.put(checkpoint.sourceKey(), checkpoint.state());
        if (random.nextDouble() < commitChance) {
            commit();
        }
    }

    @Override
    public void lost(LogSource source, long records, String cause) {
        losses.add(cause);
    }

    /** Ends the transaction; call it only where a checkpoint came last. */
    public void commit() {
        storedRecords.addAll(openRecords);
        openPlaces.forEach((key, state) -> {
            if (state.isEmpty()) {
                storedPlaces.remove(key);
            } else {
                storedPlaces.put(key, state);
            }
        });
        openRecords.clear();
        openPlaces.clear();
    }

    /** Forgets what no transaction has stored. */
    public void crash() {
        openRecords.clear();
        openPlaces.clear();
    }

    @Override
    public List<Checkpoint> load() {
        return storedPlaces.entrySet().stream()
                .map(place -> new Checkpoint(place.getKey(), place.getValue()))
                .toList();
    }

    /** How many records are stored. */
    public int stored() {
        return storedRecords.size();
    }

    /** What is stored. */
    public List<LogRecord> records() {
        return List.copyOf(storedRecords);
    }

    /** The texts of what is stored. */
    public List<String> texts() {
        return storedRecords.stream().map(LogRecord::text).toList();
    }

    /** What was handed over and not yet stored. */
    public List<LogRecord> openRecords() {
        return List.copyOf(openRecords);
    }

    public List<String> losses() {
        return List.copyOf(losses);
    }
}
