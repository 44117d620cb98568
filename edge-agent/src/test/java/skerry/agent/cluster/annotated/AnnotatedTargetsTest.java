package skerry.agent.cluster.annotated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.cluster.FakeApiServer;
import skerry.agent.cluster.watch.ObjectIntake;
import skerry.agent.collect.targets.Target;
import skerry.protocol.series.Labels;

class AnnotatedTargetsTest {
    private static final int MOST = 5;

    private final AnnotatedTargets found =
            new AnnotatedTargets(Duration.ofSeconds(15), text -> text.replace("10.9.9.9", "<ip>"), MOST);
    private final ObjectIntake pods = found.pods();
    private final ObjectIntake services = found.services();

    @Test
    void aPodThatAsksIsATargetUnderTheLabelsOfPrometheusAndWithoutItsAddress() {
        ObjectNode pod = asking(pod("web-1", "10.42.0.7"));
        annotate(pod, "port", "9102").annotate(pod, "path", "/m/x").annotate(pod, "param_module", "a b&c");
        pods.put(pod);
        pods.put(pod("web-2", "10.42.0.8"));

        Target target = only();
        assertThat(target.url()).hasToString("http://10.42.0.7:9102/m/x?module=a+b%26c");
        assertThat(target.host()).hasToString("10.42.0.7:9102");
        assertThat(target.labels())
                .isEqualTo(Labels.of(
                        "job",
                        "kubernetes-pods",
                        "instance",
                        "web-1:9102",
                        "namespace",
                        "shop",
                        "pod",
                        "web-1",
                        "node",
                        "pi-3",
                        "container",
                        "app"));
        assertThat(target.job().interval()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void aServiceThatAsksGivesItsPodsAndAPlaceThatBothNameIsScrapedOnce() {
        pods.put(annotated(asking(pod("web-1", "10.42.0.7")), "port", "8080"));
        pods.put(pod("web-2", "10.42.0.8"));
        ObjectNode other = pod("db-1", "10.42.0.9");
        ((ObjectNode) other.at("/metadata/labels")).put("app", "db");
        pods.put(other);
        ObjectNode elsewhere = pod("web-3", "10.42.0.10");
        ((ObjectNode) elsewhere.path("metadata")).put("namespace", "other");
        pods.put(elsewhere);
        services.put(asking(service("web", "http")));

        assertThat(found.targets())
                .extracting(target -> target.labels().get("job") + " " + target.url())
                .containsExactly(
                        "kubernetes-pods http://10.42.0.7:8080/metrics",
                        "kubernetes-service-endpoints http://10.42.0.8:8080/metrics");
        assertThat(found.targets().get(1).labels().get("service")).isEqualTo("web");
        assertThat(outcomes()).isEqualTo(Map.of("taken", 2.0, "same-place", 1.0));
    }

    @Test
    void aServiceWithoutASelectorOrThatDoesNotAskGivesNothing() {
        pods.put(pod("web-1", "10.42.0.7"));
        ObjectNode open = asking(service("open", "http"));
        ((ObjectNode) open.path("spec")).remove("selector");
        services.put(open);
        services.put(service("silent", "http"));
        services.put(annotated(service("no", "http"), "scrape", "false"));

        assertThat(found.targets()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pending", "Succeeded", "Failed", "Unknown"})
    void aPodThatDoesNotRunIsNotScraped(String phase) {
        ObjectNode pod = annotated(asking(pod("web-1", "10.42.0.7")), "port", "8080");
        pods.put(pod);
        assertThat(found.targets()).hasSize(1);

        ((ObjectNode) pod.path("status")).put("phase", phase);
        pods.put(pod);
        assertThat(found.targets()).isEmpty();
    }

    @Test
    void aPodThatEndsOrIsGoneOrWasGoneAtTheNextListIsScrapedNoMore() {
        ObjectNode pod = annotated(asking(pod("web-1", "10.42.0.7")), "port", "8080");
        pods.put(pod);
        ObjectNode ending = pod.deepCopy();
        ((ObjectNode) ending.path("metadata")).put("deletionTimestamp", "2026-11-28T00:00:00Z");
        pods.put(ending);
        assertThat(found.targets()).isEmpty();

        pods.put(pod);
        assertThat(found.targets()).hasSize(1);
        pods.remove(pod);
        assertThat(found.targets()).isEmpty();

        pods.put(pod);
        pods.listBegins();
        assertThat(found.targets()).as("until the list is whole").hasSize(1);
        pods.listEnds("7");
        assertThat(found.targets()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "port,0",
        "port,65536",
        "port,-1",
        "port,80@evil.example",
        "port,99999999999",
        "port,8080/x",
        "scheme,file",
        "scheme,http://evil.example",
        "path,metrics",
        "path,@evil.example/",
        "path,http://evil.example/",
        "path,'/a b'",
        "path,/ä",
        "param_a b,1",
        "param_,1"
    })
    void anAnnotationThatCannotBeFollowedIsCountedAndNothingIsAsked(String name, String value) {
        pods.put(annotated(annotated(asking(pod("web-1", "10.42.0.7")), "port", "8080"), name, value));

        assertThat(found.targets()).isEmpty();
        assertThat(outcomes().keySet()).singleElement().asString().startsWith("wrong-" + name.replaceFirst("_.*", ""));
    }

    @Test
    void longPathsAndTooManyParametersAreRefused() {
        pods.put(annotated(asking(pod("a", "10.42.0.1")), "path", "/" + "x".repeat(512)));
        ObjectNode many = asking(pod("b", "10.42.0.2"));
        for (int i = 0; i < 9; i++) {
            annotate(many, "param_p" + i, "1");
        }
        pods.put(many);
        pods.put(annotated(asking(pod("c", "10.42.0.3")), "param_p", "y".repeat(257)));

        assertThat(found.targets()).isEmpty();
        assertThat(outcomes()).isEqualTo(Map.of("wrong-path", 1.0, "wrong-param_*", 2.0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/metrics",
                "/../../x",
                "/a?b=c",
                "/a#b",
                "/a%2f..",
                "/\\evil.example",
                "/:80@evil.example/"
            })
    void whateverThePathSaysThePodItselfIsAsked(String path) {
        pods.put(annotated(annotated(asking(pod("web-1", "10.42.0.7")), "port", "8080"), "path", path));

        Target target = only();
        assertThat(target.url().getHost()).isEqualTo("10.42.0.7");
        assertThat(target.url().getPort()).isEqualTo(8080);
        assertThat(target.url().getRawQuery()).isNull();
        assertThat(target.url().getRawFragment()).isNull();
        assertThat(target.host()).hasToString("10.42.0.7:8080");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "0.0.0.0", "169.254.169.254", "224.0.0.1", "::1", "fe80::1", "::ffff:127.0.0.1"})
    void anAddressThatNoPodHasIsNotAsked(String address) {
        pods.put(annotated(asking(pod("web-1", address)), "port", "8080"));

        assertThat(found.targets()).isEmpty();
        assertThat(outcomes()).isEqualTo(Map.of("wrong-address", 1.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "", "fe80::1%eth0", "10.42.0.7:80", "localhost", "10.42.0"})
    void whatIsNoAddressIsNotResolved(String address) {
        pods.put(annotated(asking(pod("web-1", address)), "port", "8080"));

        assertThat(found.targets().stream().map(target -> target.url().getHost()))
                .isSubsetOf("10.42.0.0");
    }

    @Test
    void withoutAPortTheOneThatIsCalledMetricsIsTakenOrTheOnlyOne() {
        ObjectNode named = asking(pod("a", "10.42.0.1"));
        port(named, "http-metrics", 9090);
        pods.put(named);
        pods.put(asking(pod("b", "10.42.0.2")));
        ObjectNode several = asking(pod("c", "10.42.0.3"));
        port(several, "admin", 9091);
        pods.put(several);

        assertThat(found.targets())
                .extracting(target -> target.host().toString())
                .containsExactly("10.42.0.1:9090", "10.42.0.2:8080");
        assertThat(outcomes()).isEqualTo(Map.of("taken", 2.0, "wrong-port", 1.0));
    }

    @Test
    void whatIsBeyondTheBoundIsCountedAndTheFirstByNameStay() {
        for (int i = 8; i > 0; i--) {
            pods.put(annotated(asking(pod("web-" + i, "10.42.0." + i)), "port", "8080"));
        }

        assertThat(found.targets())
                .extracting(target -> target.labels().get("pod"))
                .containsExactly("web-1", "web-2", "web-3", "web-4", "web-5");
        assertThat(outcomes()).isEqualTo(Map.of("taken", 5.0, "no-room", 3.0));
    }

    @Test
    void objectsBeyondTheBoundAreCountedUntilTheNextList() {
        var seen = new FollowedObjects<>(RunningPod::of, 2, () -> {});
        for (int i = 0; i < 3; i++) {
            seen.put(pod("web-" + i, "10.42.0.7"));
        }
        seen.put(pod("web-1", "10.42.0.8"));
        assertThat(seen.all()).hasSize(2);
        assertThat(seen.leftOut()).isEqualTo(1);

        seen.listBegins();
        assertThat(seen.leftOut()).isZero();
    }

    @Test
    void anAddressInANameIsTakenOutOfTheLabels() {
        pods.put(annotated(asking(pod("host-10.9.9.9", "10.9.9.9")), "port", "8080"));

        assertThat(only().labels().toString())
                .contains("instance=\"host-<ip>:8080\"")
                .doesNotContain("10.9.9.9");
        assertThat(only().host()).hasToString("10.9.9.9:8080");
    }

    private Target only() {
        List<Target> targets = found.targets();
        assertThat(targets).hasSize(1);
        return targets.getFirst();
    }

    private Map<String, Double> outcomes() {
        var outcomes = new TreeMap<String, Double>();
        found.collect((_, labels, value) -> outcomes.put(labels.get("outcome"), value));
        return outcomes;
    }

    private static ObjectNode pod(String name, String ip) {
        ObjectNode pod = FakeApiServer.object("shop", name);
        ((ObjectNode) pod.path("metadata")).putObject("labels").put("app", "web");
        pod.putObject("spec")
                .put("nodeName", "pi-3")
                .putArray("containers")
                .addObject()
                .put("name", "app");
        pod.putObject("status").put("phase", "Running").put("podIP", ip);
        port(pod, "http", 8080);
        return pod;
    }

    private static void port(ObjectNode pod, String name, int number) {
        ((ObjectNode) pod.at("/spec/containers/0"))
                .withArray("ports")
                .addObject()
                .put("name", name)
                .put("containerPort", number);
    }

    private static ObjectNode service(String name, String port) {
        ObjectNode service = FakeApiServer.object("shop", name);
        ObjectNode spec = service.putObject("spec");
        spec.putObject("selector").put("app", "web");
        spec.putArray("ports").addObject().put("port", 80).put("targetPort", port);
        return service;
    }

    private static ObjectNode asking(ObjectNode object) {
        return annotated(object, "scrape", "true");
    }

    private static ObjectNode annotated(ObjectNode object, String name, String value) {
        ((ObjectNode) object.path("metadata")).withObject("annotations").put("prometheus.io/" + name, value);
        return object;
    }

    private AnnotatedTargetsTest annotate(ObjectNode object, String name, String value) {
        annotated(object, name, value);
        return this;
    }
}
