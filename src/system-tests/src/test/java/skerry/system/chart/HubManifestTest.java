package skerry.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.hub.config.HubConfig;
import skerry.system.process.Checkout;

/** The plain manifest of the hub for k3s's own folder, made from the chart. */
class HubManifestTest {
    private static final Path FILE = Checkout.home().resolve("deploy/k3s/skerry-hub.yaml");
    private static final String NAME = "hub.example.org";
    private static final String HEAD = """
            # Skerry's hub for k3s, made from deploy/helm/skerry-hub; do not edit, ADR 39 says how it is made anew.
            #
            # 1. Give it the name or address under which people and agents reach it, in place of hub.example.org:
            #
            #      sed 's/hub\\.example\\.org/10.0.0.5/' skerry-hub.yaml >/var/lib/rancher/k3s/server/manifests/skerry-hub.yaml
            #
            #    Another name later needs a new pod: k3s kubectl -n skerry-hub delete pod skerry-hub-0
            #    Without network, import the image first: skerry-hub's archive goes into /var/lib/rancher/k3s/agent/images.
            # 2. The code for its first administrator, once: k3s kubectl -n skerry-hub logs statefulset/skerry-hub | grep setup
            # 3. Its pages are at https://NAME:8440/.
            #
            # Whoever has the claim skerry-hub-data is this hub. k3s leaves everything as it is when this file is removed from its folder;
            # `k3s kubectl delete namespace skerry-hub` removes the hub with all its data and keys.
            apiVersion: v1
            kind: Namespace
            metadata:
              name: skerry-hub
              labels:
                pod-security.kubernetes.io/enforce: restricted
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** With {@code -Dgolden.refresh=true} the file is written anew, to be read in the diff. */
    @Test
    void isWhatTheChartMakes() throws Exception {
        String made = HEAD + Chart.plain(Chart.HUB, "skerry-hub", "names: [" + NAME + "]");
        if (Boolean.getBoolean("golden.refresh")) {
            Files.writeString(FILE, made);
        }

        assertThat(Files.readString(FILE)).isEqualTo(made);
    }

    @Test
    void isReadStrictlyAndHoldsNoSecret() throws Exception {
        List<HasMetadata> objects = Chart.read(Files.readString(FILE));

        assertThat(objects.getFirst()).isInstanceOf(Namespace.class);
        assertThat(Chart.all(objects, Secret.class)).isEmpty();
        assertThat(objects.stream().skip(1))
                .hasSizeGreaterThan(4)
                .allMatch(object -> object.getMetadata().getNamespace().equals("skerry-hub"));
    }

    @Test
    void itsNameIsGivenAsItsHeadSays() throws Exception {
        String given = Files.readString(FILE).replaceAll("hub\\.example\\.org", "10.0.0.5");
        String settings = Chart.one(Chart.read(given), ConfigMap.class, "skerry-hub")
                .getData()
                .getOrDefault("hub.yaml", "");

        HubConfig config =
                HubConfig.load(Optional.of(Files.writeString(folder.resolve("hub.yaml"), settings)), Map.of());
        assertThat(config.web().names()).startsWith("10.0.0.5");
        assertThat(config.broker().publicUrl().orElseThrow()).hasToString("mqtts://10.0.0.5:8883");
        assertThat(settings).doesNotContain("example");
    }
}
