package skerry.hub.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvReadException;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import skerry.hub.fleet.Contract;
import skerry.hub.store.Site;
import skerry.platform.config.Units;
import skerry.protocol.contact.Contact;

/** Sites as people keep them in a table: CSV (RFC 4180) with a first row of names, UTF-8. */
final class SiteRows {
    /** The columns, and what of a site each tells. */
    private static final Map<String, String> COLUMNS = Map.of(
            "id", "id",
            "name", "name",
            "region", "region",
            "lat", "coordinates",
            "lon", "coordinates",
            "contact", "contact",
            "contract", "contract",
            "every", "contract",
            "grace", "contract",
            "tags", "tags");

    private static final long MAX_BYTES = 16L << 20;
    private static final int MOST_MISTAKES = 20;

    private final List<Site> sites = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<String> fields = new HashSet<>();

    private SiteRows() {}

    /**
     * Reads the whole file.
     *
     * @throws IOException names every row that is wrong, up to twenty, and what is wrong with it
     */
    static SiteRows read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is larger than " + (MAX_BYTES >> 20) + " MiB: split it");
        }
        var rows = new SiteRows();
        var mapper = new CsvMapper();
        mapper.enable(CsvParser.Feature.TRIM_SPACES);
        mapper.enable(CsvParser.Feature.SKIP_EMPTY_LINES);
        try (InputStream in = Files.newInputStream(file);
                MappingIterator<Map<String, String>> read = mapper.readerForMapOf(String.class)
                        .with(CsvSchema.emptySchema().withHeader())
                        .readValues(in)) {
            while (read.hasNextValue()) {
                int line = read.getCurrentLocation().getLineNr();
                rows.take(line, read.nextValue());
            }
        } catch (CsvReadException e) {
            throw new IOException(file + ", line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not CSV: " + e.getOriginalMessage(), e);
        }
        rows.check(file);
        return rows;
    }

    List<Site> sites() {
        return List.copyOf(sites);
    }

    /** What the table has columns for, by the names of the API. */
    Set<String> fields() {
        return Set.copyOf(fields);
    }

    private void check(Path file) throws IOException {
        if (!mistakes.isEmpty()) {
            String more =
                    mistakes.size() > MOST_MISTAKES ? "\n  and " + (mistakes.size() - MOST_MISTAKES) + " more" : "";
            throw new IOException("nothing was imported, since " + file + " has mistakes:\n  "
                    + String.join("\n  ", mistakes.subList(0, Math.min(mistakes.size(), MOST_MISTAKES))) + more);
        }
        if (sites.isEmpty()) {
            throw new IOException(file + " holds no sites: its first row names the columns, such as id,name,region");
        }
    }

    private void take(int line, Map<String, String> row) {
        try {
            for (String column : row.keySet()) {
                if (!COLUMNS.containsKey(column)) {
                    throw new IllegalArgumentException("there is no column '" + column + "': use "
                            + String.join(
                                    ", ", COLUMNS.keySet().stream().sorted().toList()));
                }
                fields.add(COLUMNS.getOrDefault(column, ""));
            }
            Site site = site(row);
            if (!ids.add(site.id())) {
                throw new IllegalArgumentException("site '" + site.id() + "' comes twice");
            }
            sites.add(site);
        } catch (IllegalArgumentException e) {
            mistakes.add("line " + line + ": " + e.getMessage());
        }
    }

    private static Site site(Map<String, String> row) {
        String id = row.getOrDefault("id", "");
        return new Site(
                id,
                cell(row, "name").orElse(id),
                row.getOrDefault("region", ""),
                coordinates(row),
                row.getOrDefault("contact", ""),
                contract(row).stored(),
                Stream.of(row.getOrDefault("tags", "").split(";"))
                        .map(String::strip)
                        .filter(tag -> !tag.isEmpty())
                        .toList());
    }

    private static Contract contract(Map<String, String> row) {
        Contact written = cell(row, "contract")
                .map(Contract::parse)
                .orElse(Contract.ALWAYS_ON)
                .contact();
        Optional<Duration> every = span(row, "every");
        if (every.isPresent() && written.calendar().isPresent()) {
            throw new IllegalArgumentException("a contract in windows has no interval: leave 'every' empty");
        }
        Contact spaced = every.map(written::withEvery).orElse(written);
        return new Contract(span(row, "grace").map(spaced::withGrace).orElse(spaced));
    }

    private static Optional<Duration> span(Map<String, String> row, String column) {
        return cell(row, column).map(text -> {
            try {
                return Units.duration(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + column + "' " + e.getMessage() + ", was '" + text + "'", e);
            }
        });
    }

    private static Optional<Site.Coordinates> coordinates(Map<String, String> row) {
        Optional<Double> lat = degrees(row, "lat");
        Optional<Double> lon = degrees(row, "lon");
        if (lat.isPresent() != lon.isPresent()) {
            throw new IllegalArgumentException("'lat' and 'lon' go together");
        }
        return lat.map(north -> new Site.Coordinates(north, lon.orElseThrow()));
    }

    private static Optional<Double> degrees(Map<String, String> row, String column) {
        return cell(row, column).map(text -> {
            try {
                return Double.valueOf(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + column + "' is degrees such as 57.7, not '" + text + "'", e);
            }
        });
    }

    private static Optional<String> cell(Map<String, String> row, String column) {
        return Optional.ofNullable(row.get(column)).filter(text -> !text.isBlank());
    }
}
