package skerry.agent.ring;

/**
 * What is done beside the commits, a little every 15 s: checking old blocks, moving towards a bound that was made
 * smaller, forgetting series that no block names. Owned by the ring's lock.
 */
final class Upkeep {
    private static final long EVERY_MILLIS = 15_000;
    /** At 2 KiB a page, 2 MiB of the WAL at a time. */
    private static final int PAGES_AT_A_TIME = 1024;

    private static final int BLOCKS_AT_A_TIME = 32;
    /** Subjects are looked through when this many blocks have gone. */
    private static final int SUBJECTS_AFTER = 5_000;

    private final RingAccess access;
    private final Subjects subjects;
    private final BlockCheck check = new BlockCheck();
    private long next = Long.MIN_VALUE;
    private long oldestSeen;

    Upkeep(RingAccess access, Subjects subjects) {
        this.access = access;
        this.subjects = subjects;
    }

    /** @param mono milliseconds of the monotonic clock */
    void run(long mono, long today) {
        if (mono < next) {
            return;
        }
        next = mono + EVERY_MILLIS;
        shrink(today);
        if (!check.isDone()) {
            access.write(false, database -> {
                check.next(database, BLOCKS_AT_A_TIME, today);
                return true;
            });
        }
        long oldest = access.read(database -> database.blocks.first(), 0L);
        if (oldest - oldestSeen > SUBJECTS_AFTER) {
            oldestSeen = oldest;
            access.write(false, database -> {
                subjects.removeUnseen(database, oldest);
                return true;
            });
        }
    }

    private void shrink(long today) {
        if (access.read(RingDatabase::excessPages, 0L) == 0) {
            return;
        }
        access.write(false, database -> {
            access.eviction().shrink(BLOCKS_AT_A_TIME);
            access.eviction().finish(today);
            return true;
        });
        access.read(
                database -> {
                    database.vacuum(PAGES_AT_A_TIME);
                    return true;
                },
                false);
    }
}
