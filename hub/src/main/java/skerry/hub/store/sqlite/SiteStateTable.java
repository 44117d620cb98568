package skerry.hub.store.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;
import skerry.hub.store.SiteStates;

/** SQL of table {@code site_state}. */
final class SiteStateTable implements SiteStates {
    private static final String ALL = "SELECT site, state, since FROM site_state";
    private static final String PUT = "INSERT OR REPLACE INTO site_state (site, state, since) VALUES (?, ?, ?)";

    private final Database control;

    SiteStateTable(Database control) {
        this.control = control;
    }

    @Override
    public Map<String, Entered> all() {
        return control.read("reading the states of sites", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(ALL);
                    ResultSet row = statement.executeQuery()) {
                var all = new HashMap<String, Entered>();
                while (row.next()) {
                    all.put(row.getString(1), new Entered(row.getString(2), row.getLong(3)));
                }
                return all;
            }
        });
    }

    @Override
    public void put(Map<String, Entered> entered) {
        control.writeLazily("noting the states of sites", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(PUT)) {
                for (var entry : entered.entrySet()) {
                    statement.setString(1, entry.getKey());
                    statement.setString(2, entry.getValue().state());
                    statement.setLong(3, entry.getValue().since());
                    statement.executeUpdate();
                }
            }
        });
    }
}
