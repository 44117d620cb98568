package skerry.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import skerry.hub.fleet.Contract;
import skerry.hub.store.Site;

/** Adds and changes sites from a table. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Adds the sites of a CSV file, and changes those that are there already; none is removed.",
            "The first row names the columns: id, name, region, lat, lon, contact, contract (such as usb every 14d), every,"
                    + " grace, tags (with ; between them). Only id must be there; what has no column stays as it is."
        })
public final class ImportSitesCommand extends HubCommand {
    @Parameters(paramLabel = "FILE", description = "The table, UTF-8.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--dry-run", description = "Says what would change, and changes nothing.")
    private boolean dryRun;

    @Override
    void run(LocalHub hub, PrintWriter out) throws IOException {
        SiteRows table = SiteRows.read(file);
        Map<String, JsonNode> known = new HashMap<>();
        hub.get("/api/v1/sites")
                .path("sites")
                .forEach(site -> known.put(site.path("id").asText(), site));
        int added = 0;
        int changed = 0;
        int same = 0;
        for (Site site : table.sites()) {
            Map<String, Object> all = body(site);
            JsonNode before = known.get(site.id());
            if (before == null) {
                added++;
                out.println("add     " + site.id());
                change(hub, "POST", "/api/v1/sites", all);
                continue;
            }
            Map<String, Object> changes = changes(all, table.fields(), before);
            if (changes.isEmpty()) {
                same++;
            } else {
                changed++;
                out.println("change  " + site.id() + ": " + String.join(", ", changes.keySet()));
                change(hub, "PATCH", "/api/v1/sites/" + site.id(), changes);
            }
        }
        out.println((dryRun ? "Would add " : "Added ") + added + ", " + (dryRun ? "change " : "changed ") + changed
                + (dryRun ? ", leave " : ", left ") + same + " as they are.");
    }

    private void change(LocalHub hub, String method, String path, Map<String, Object> body) throws IOException {
        if (!dryRun) {
            hub.send(method, path, body);
        }
    }

    /** What the table says differently than the hub. */
    private static Map<String, Object> changes(Map<String, Object> all, Set<String> told, JsonNode before)
            throws IOException {
        var changes = new LinkedHashMap<String, Object>();
        for (var field : all.entrySet()) {
            JsonNode wanted = LocalHub.tree(field.getValue());
            JsonNode present = before.path(field.getKey());
            boolean none = wanted.isObject() && wanted.isEmpty() && present.isMissingNode();
            if (told.contains(field.getKey()) && !none && !wanted.equals(present)) {
                changes.put(field.getKey(), field.getValue());
            }
        }
        return changes;
    }

    /** As the hub tells of it, so that one that is the same can be seen; no coordinates are an empty object. */
    private static Map<String, Object> body(Site site) {
        var body = new LinkedHashMap<String, Object>();
        body.put("id", site.id());
        body.put("name", site.name());
        body.put("region", site.region());
        body.put(
                "contract",
                Map.of(
                        "text", Contract.of(site.contract()).text(),
                        "kind", site.contract().kind(),
                        "everyMs", site.contract().everyMillis(),
                        "graceMs", site.contract().graceMillis()));
        body.put(
                "coordinates",
                site.coordinates()
                        .map(at -> Map.of("lat", at.latitude(), "lon", at.longitude()))
                        .orElse(Map.of()));
        body.put("contact", site.contact());
        body.put("tags", site.tags());
        return body;
    }
}
