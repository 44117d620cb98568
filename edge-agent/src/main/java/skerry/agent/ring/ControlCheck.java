package skerry.agent.ring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import skerry.platform.sqlite.Migrations;
import skerry.platform.sqlite.Sql;
import skerry.platform.sqlite.SqliteFailure;

/**
 * The check at every start: the structure of all tables but those with the large bodies, and the checksums of the small
 * tables that decide what is sent and counted. Reads little, so that a slow card does not delay the start.
 */
final class ControlCheck {
    private static final List<String> STRUCTURES = List.of(
            "PRAGMA integrity_check('state')",
            "PRAGMA integrity_check('boot')",
            "PRAGMA quick_check('subject')",
            "PRAGMA integrity_check('checkpoint')",
            "PRAGMA quick_check('block')",
            "PRAGMA quick_check('pin')",
            "PRAGMA integrity_check('epoch')",
            "PRAGMA integrity_check('head')",
            "PRAGMA integrity_check('batch')",
            "PRAGMA integrity_check('dictionary_set')",
            "PRAGMA integrity_check('gap')",
            "PRAGMA integrity_check('ledger')",
            "PRAGMA integrity_check('own_time')",
            "PRAGMA integrity_check('usage')",
            "PRAGMA integrity_check('outline')",
            "PRAGMA integrity_check('left_site')",
            "PRAGMA integrity_check('left_open')",
            "PRAGMA integrity_check('alert')",
            "PRAGMA quick_check('blackbox')");
    private static final String USED = "SELECT EXISTS (SELECT 1 FROM ledger) OR EXISTS (SELECT 1 FROM epoch)";

    private ControlCheck() {}

    /** What is wrong, in a few words; empty if nothing is. */
    static Optional<String> findDamage(RingDatabase database) throws SQLException {
        try {
            Connection connection = database.connection();
            for (String check : STRUCTURES) {
                String answer =
                        Sql.first(connection, check, row -> row.getString(1)).orElse("ok");
                if (!answer.equals("ok")) {
                    return Optional.of(answer);
                }
            }
            return findBrokenRow(database);
        } catch (SQLException e) {
            if (SqliteFailure.of(e) == SqliteFailure.DAMAGED) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private static Optional<String> findBrokenRow(RingDatabase database) throws SQLException {
        if (Migrations.version(database.connection()) != RingDatabase.MIGRATIONS.latest()) {
            return Optional.of("its schema has an unknown version");
        }
        if (!RingSchema.isSound(database.connection())) {
            return Optional.of("its schema is not what it was made by");
        }
        if (StateRow.find(database.connection()).isEmpty() && Sql.number(database.connection(), USED) != 0) {
            return Optional.of("the row of table state is damaged");
        }
        boolean intact = database.boots.all().stream().allMatch(BootTable.Row::intact)
                && database.epochs.all().stream().allMatch(EpochTable.Row::intact)
                && database.heads.all().stream().allMatch(HeadTable.Row::intact)
                && database.checkpoints.all().stream().allMatch(CheckpointTable.Row::intact)
                && database.ledger.all().stream().allMatch(LedgerTable.Row::intact)
                && database.gaps.rows().stream().allMatch(row -> row.gap().isPresent())
                && database.outlines.all().stream().allMatch(OutlineTable.Row::intact)
                && database.dictionaries.sets().stream().allMatch(DictionaryTable.Refs::intact)
                && batchesAreIntact(database);
        return intact ? Optional.empty() : Optional.of("a row has a wrong checksum");
    }

    private static boolean batchesAreIntact(RingDatabase database) throws SQLException {
        boolean[] intact = {true};
        database.batches.each(row -> {
            intact[0] = BatchTable.read(row).intact();
            return intact[0];
        });
        return intact[0];
    }
}
