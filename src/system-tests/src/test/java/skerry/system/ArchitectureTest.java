package skerry.system;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** The walls of the house: who may know whom. */
class ArchitectureTest {
    private static final JavaClasses SKERRY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("skerry");

    @Test
    void agentAndHubNeverSeeEachOther() {
        noClasses()
                .that()
                .resideInAPackage("skerry.agent..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("skerry.hub..")
                .check(SKERRY);
        noClasses()
                .that()
                .resideInAPackage("skerry.hub..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("skerry.agent..")
                .check(SKERRY);
    }

    @Test
    void whatBothUseKnowsNeither() {
        noClasses()
                .that()
                .resideInAnyPackage("skerry.protocol..", "skerry.promql..", "skerry.platform..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("skerry.agent..", "skerry.hub..", "skerry.simulator..")
                .check(SKERRY);
    }

    @Test
    void dataFlowsOneWay() {
        slices().matching("skerry.agent.(*)..").should().beFreeOfCycles().check(SKERRY);
        slices().matching("skerry.hub.(*)..").should().beFreeOfCycles().check(SKERRY);
        slices().matching("skerry.protocol.(*)..").should().beFreeOfCycles().check(SKERRY);
    }

    @Test
    void onlyTheStoresSpeakSql() {
        noClasses()
                .that()
                .resideInAnyPackage("skerry..")
                .and()
                .resideOutsideOfPackages(
                        "skerry.agent.ring..", "skerry.hub.store..", "skerry.platform.sqlite..", "skerry.benchmarks..")
                .should()
                .dependOnClassesThat(Predicates.resideInAnyPackage("java.sql..", "org.sqlite..")
                        .and(Predicates.simpleName("SQLException").negate()))
                .as(
                        "only the ring, the store and the platform use java.sql; a program may catch what opening them throws")
                .check(SKERRY);
    }

    @Test
    void onlyTheMqttCarriersSeePaho() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "skerry.agent.sync.mqtt..", "skerry.hub.ingest..", "skerry.testkit..", "skerry.simulator..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.paho..")
                .check(SKERRY);
    }

    @Test
    void theAgentsHttpClientKnowsNobodyWhoUsesIt() {
        noClasses()
                .that()
                .resideInAPackage("skerry.agent.http..")
                .should()
                .dependOnClassesThat(Predicates.resideInAPackage("skerry..")
                        .and(Predicates.resideOutsideOfPackages("skerry.agent.http..", "skerry.platform..")))
                .check(SKERRY);
    }

    @Test
    void whatTheAgentAsksOfOthersGoesThroughItsOneHttpClient() {
        noClasses()
                .that()
                .resideInAnyPackage("skerry.agent.cluster..", "skerry.agent.collect..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Socket.class, SSLSocket.class, HttpURLConnection.class, HttpClient.class)
                .check(SKERRY);
    }

    @Test
    void onlyTheClusterPackageSeesFabric8() {
        noClasses()
                .that()
                .resideOutsideOfPackage("skerry.agent.cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8..")
                .check(SKERRY);
    }

    @Test
    void onlyTheClusterPackageBindsJson() {
        noClasses()
                .that()
                .resideInAPackage("skerry.agent..")
                .and()
                .resideOutsideOfPackage("skerry.agent.cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson.databind..")
                .as("what a node's agent loads streams its JSON")
                .check(SKERRY);
    }

    @Test
    void thePresentTimeComesOnlyFromAnInjectedClock() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "skerry.agent", "skerry.hub", "skerry.simulator..", "skerry.testkit..", "skerry.benchmarks..")
                .should()
                .callMethodWhere(target(owner(Predicates.belongToAnyOf(
                                Instant.class, Clock.class, LocalDate.class, LocalDateTime.class, ZonedDateTime.class)))
                        .and(target(nameMatching("now|system.*"))))
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(InstantSource.class, "system")
                .check(SKERRY);
    }
}
