package skerry.hub.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.hub.store.Site;

/** SQL of table {@code site}. */
final class SiteTable {
    private static final String ALL = """
            SELECT id, name, region, latitude, longitude, contact, contract_kind, contract_every, contract_grace, tags,
                   contract_calendar
              FROM site
             ORDER BY id
            """;
    private static final String PUT = """
            INSERT INTO site (id, name, region, latitude, longitude, contact, contract_kind, contract_every,
                              contract_grace, tags, contract_calendar)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE
               SET name = excluded.name, region = excluded.region, latitude = excluded.latitude,
                   longitude = excluded.longitude, contact = excluded.contact,
                   contract_kind = excluded.contract_kind, contract_every = excluded.contract_every,
                   contract_grace = excluded.contract_grace, tags = excluded.tags,
                   contract_calendar = excluded.contract_calendar
            """;

    private SiteTable() {}

    static List<Site> all(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ALL);
                ResultSet row = statement.executeQuery()) {
            var sites = new ArrayList<Site>();
            while (row.next()) {
                sites.add(site(row));
            }
            return sites;
        }
    }

    private static Site site(ResultSet row) throws SQLException {
        double latitude = row.getDouble(4);
        boolean placed = !row.wasNull();
        String tags = row.getString(10);
        return new Site(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                placed ? Optional.of(new Site.Coordinates(latitude, row.getDouble(5))) : Optional.empty(),
                row.getString(6),
                new Site.SiteContract(
                        row.getString(7), row.getLong(8), row.getLong(9), Optional.ofNullable(row.getString(11))),
                tags.isEmpty() ? List.of() : List.of(tags.split("\n")));
    }

    /** Adds or replaces. */
    static void put(Connection connection, Site site) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            statement.setString(1, site.id());
            statement.setString(2, site.name());
            statement.setString(3, site.region());
            if (site.coordinates().isPresent()) {
                statement.setDouble(4, site.coordinates().get().latitude());
                statement.setDouble(5, site.coordinates().get().longitude());
            } else {
                statement.setNull(4, Types.REAL);
                statement.setNull(5, Types.REAL);
            }
            statement.setString(6, site.contact());
            statement.setString(7, site.contract().kind());
            statement.setLong(8, site.contract().everyMillis());
            statement.setLong(9, site.contract().graceMillis());
            statement.setString(10, String.join("\n", site.tags()));
            statement.setString(11, site.contract().calendar().orElse(null));
            statement.executeUpdate();
        }
    }
}
