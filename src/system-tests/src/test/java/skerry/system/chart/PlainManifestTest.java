package skerry.system.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import skerry.system.process.Checkout;

/** The plain manifests for k3s's own folder, made from the chart. */
class PlainManifestTest {
    private static final Path FILE = Checkout.home().resolve("deploy/k3s/skerry-agent.yaml");
    private static final String NAMESPACE = "skerry";
    private static final String VALUES = "joinSecret: {name: skerry-agent-join}";
    private static final String HEAD = """
            # Skerry's agents for k3s, made from deploy/helm/skerry-agent; do not edit, ADR 39 says how it is made anew.
            #
            # 1. Have the hub make a code for each node and one more: skerry-hub enrol --site SITE --uses N
            # 2. Put it into /var/lib/rancher/k3s/server/manifests/skerry-agent-join.yaml of a server, with mode 0600:
            #
            #      apiVersion: v1
            #      kind: Secret
            #      metadata: {name: skerry-agent-join, namespace: skerry}
            #      stringData: {join: skerry-join-…}
            #
            # 3. Put this file beside it. Without network, import the image first: skerry-agent's archive goes into
            #    /var/lib/rancher/k3s/agent/images of each node.
            #
            # Until the code is there the pods wait for it.
            apiVersion: v1
            kind: Namespace
            metadata:
              name: skerry
              labels:
                # The agent of each node mounts folders of its machine.
                pod-security.kubernetes.io/enforce: privileged
            """;

    /** With {@code -Dgolden.refresh=true} the file is written anew, to be read in the diff. */
    @Test
    void isWhatTheChartMakes() throws Exception {
        String made = manifest();
        if (Boolean.getBoolean("golden.refresh")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, made);
        }

        assertThat(Files.readString(FILE)).isEqualTo(made);
    }

    @Test
    void isReadStrictlyAndHoldsNoCode() throws Exception {
        List<HasMetadata> objects = Chart.read(Files.readString(FILE));

        assertThat(Chart.all(objects, Namespace.class)).hasSize(1);
        assertThat(objects.getFirst()).isInstanceOf(Namespace.class);
        assertThat(Chart.all(objects, Secret.class)).singleElement().satisfies(secret -> {
            assertThat(secret.getMetadata().getName()).isEqualTo("skerry-agent-cluster-identity");
            assertThat(secret.getData()).isNullOrEmpty();
            assertThat(secret.getStringData()).isNullOrEmpty();
        });
        assertThat(objects)
                .filteredOn(object -> object.getMetadata().getNamespace() != null)
                .hasSizeGreaterThan(8)
                .allMatch(object -> object.getMetadata().getNamespace().equals(NAMESPACE));
    }

    @Test
    void itsNameIsOneThatK3sTakes() {
        assertThat(FILE.getFileName().toString()).matches("[a-z0-9]([-.a-z0-9]*[a-z0-9])?");
    }

    private static String manifest() throws IOException {
        return HEAD + Chart.plain(Chart.FOLDER, NAMESPACE, VALUES);
    }
}
