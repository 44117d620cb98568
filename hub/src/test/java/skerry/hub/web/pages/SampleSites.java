package skerry.hub.web.pages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import skerry.hub.fleet.Contract;
import skerry.hub.store.Site;

/** What people may change of the made-up sites, checked as the hub checks it. Thread-safe. */
final class SampleSites {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Site> changed = new ConcurrentHashMap<>();

    /** As it was changed, or as it was made. */
    Site of(SampleFleet.Site site) {
        return changed.getOrDefault(site.id(), made(site));
    }

    private static Site made(SampleFleet.Site site) {
        String contract = switch (site.kind()) {
            case "usb" -> "usb every 14d";
            case "daily" -> "every 8h grace 2h";
            default -> "always-on";
        };
        return new Site(
                site.id(),
                site.name(),
                site.region(),
                Optional.of(new Site.Coordinates(67 + (site.index() % 40) / 16.0, 12 + (site.index() % 70) / 9.0)),
                "harbour office, channel 12",
                Contract.parse(contract).stored(),
                List.of("zone=Europe/Oslo", "tide gauge"));
    }

    /**
     * Takes the body of a PATCH.
     *
     * @throws IllegalArgumentException in one sentence
     */
    void change(SampleFleet.Site site, String body) {
        JsonNode told = read(body);
        Site before = of(site);
        changed.put(
                site.id(),
                new Site(
                        site.id(),
                        told.path("name").asText(before.name()),
                        told.path("region").asText(before.region()),
                        told.has("coordinates") ? coordinates(told.path("coordinates")) : before.coordinates(),
                        told.path("contact").asText(before.contact()),
                        told.has("contract")
                                ? Contract.parse(told.path("contract")
                                                .path("text")
                                                .asText())
                                        .stored()
                                : before.contract(),
                        told.has("tags") ? texts(told.path("tags")) : before.tags()));
    }

    /** The answer to GET /contract. */
    static Json read(String text, Optional<String> state) {
        try {
            var contract = Contract.parse(text);
            return Json.object()
                    .put("text", contract.text())
                    .put("meaning", contract.meaning())
                    .put("state", state.orElse(null));
        } catch (IllegalArgumentException e) {
            return Json.object().put("mistake", e.getMessage());
        }
    }

    private static Optional<Site.Coordinates> coordinates(JsonNode told) {
        return told.has("lat")
                ? Optional.of(new Site.Coordinates(
                        told.path("lat").asDouble(), told.path("lon").asDouble()))
                : Optional.empty();
    }

    private static List<String> texts(JsonNode told) {
        var texts = new ArrayList<String>();
        told.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is not JSON", e);
        }
    }
}
