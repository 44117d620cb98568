package skerry.hub.store.sqlite;

import java.nio.file.Path;
import java.util.List;
import skerry.platform.sqlite.Migrations;
import skerry.platform.sqlite.SqliteSettings;

/** Opens {@code control.db}. Whoever keeps more in it adds a numbered migration here and asks the store for the file. */
final class ControlFile {
    private static final Migrations SCHEMA = new Migrations(
            ControlFile.class,
            List.of(
                    "control/0001-fleet.sql",
                    "control/0002-holdings.sql",
                    "control/0003-site-state.sql",
                    "control/0004-enrolment.sql",
                    "control/0005-orders.sql",
                    "control/0006-account.sql",
                    "control/0007-calendar.sql",
                    "control/0008-alerts.sql",
                    "control/0009-updates.sql",
                    "control/0010-tickets.sql",
                    "control/0011-erasures.sql"));
    private static final int CACHE_KIB = 16_384;

    private ControlFile() {}

    static Database open(Path folder) {
        return Database.open(folder.resolve("control.db"), SqliteSettings.DEFAULT.withCacheKiB(CACHE_KIB), SCHEMA);
    }
}
