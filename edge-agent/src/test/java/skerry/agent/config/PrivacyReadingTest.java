package skerry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import skerry.agent.privacy.Action;
import skerry.agent.privacy.PrivacySettings;
import skerry.platform.config.ConfigException;

class PrivacyReadingTest {
    @Test
    void usuallyPersonsAndDevicesAreToldApartAndSecretsAreNot() throws ConfigException {
        PrivacySettings usual = read(Map.of());

        assertThat(usual).isEqualTo(PrivacySettings.USUAL);
        assertThat(usual.action("email")).isEqualTo(Action.PSEUDONYM);
        assertThat(usual.action("ipv6")).isEqualTo(Action.PSEUDONYM);
        assertThat(usual.action("password")).isEqualTo(Action.MASK);
        assertThat(usual.action("card")).isEqualTo(Action.MASK);
    }

    @Test
    void aSiteSaysWhatIsDoneWithAKindAndWhereItsKeyIs() throws ConfigException {
        PrivacySettings set = read(Map.of(
                "privacy.actions.0", "email=remove",
                "privacy.actions.1", "card = pseudonym",
                "privacy.key-file", "/etc/skerry/site-key"));

        assertThat(set.action("email")).isEqualTo(Action.REMOVE);
        assertThat(set.action("card")).isEqualTo(Action.PSEUDONYM);
        assertThat(set.action("mac")).isEqualTo(Action.PSEUDONYM);
        assertThat(set.keyFile()).isEqualTo(Optional.of(Path.of("/etc/skerry/site-key")));
    }

    @Test
    void allMistakesAreNamedAtOnce() {
        var refused = catchThrowableOfType(
                ConfigException.class,
                () -> read(Map.of("privacy.actions", "email=hash, mail=mask, mac, ipv4=mask, ipv4=remove")));

        assertThat(refused.problems()).hasSize(4);
        assertThat(refused.problems().get(0)).contains("mask, remove or pseudonym", "'email=hash'");
        assertThat(refused.problems().get(1)).contains("'mail'", "no kind", "card, email, ");
        assertThat(refused.problems().get(2)).contains("'mac'");
        assertThat(refused.problems().get(3)).contains("ipv4 more than once");
    }

    @Test
    void rulesOfTheSitesOwnHaveKindsAndActionsToo() throws ConfigException {
        PrivacySettings set = read(Map.of(
                "privacy.rules.0", "ticket=TCK-[0-9]{1,6}",
                "privacy.actions.0", "ticket=pseudonym",
                "privacy.allow.0", "help@vendor.example"));

        assertThat(set.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.kind()).isEqualTo("ticket");
            assertThat(rule.expression()).isEqualTo("TCK-[0-9]{1,6}");
        });
        assertThat(set.action("ticket")).isEqualTo(Action.PSEUDONYM);
        assertThat(set.allowed().entries()).containsExactly("help@vendor.example");
    }

    @Test
    void badRulesAreNamedAllAtOnceWithTheirPlaces() {
        var refused = catchThrowableOfType(
                ConfigException.class,
                () -> read(Map.of(
                        "privacy.rules.0", "ticket=TCK-[0-9]{6}",
                        "privacy.rules.1", "crew=(unclosed",
                        "privacy.rules.2", "any=[0-9]+",
                        "privacy.allow.0", "/[/")));

        assertThat(refused.problems()).hasSize(3);
        assertThat(refused.problems().get(0)).contains("privacy.rules.1", "(unclosed", "RE2");
        assertThat(refused.problems().get(1)).contains("privacy.rules.2", "in a row");
        assertThat(refused.problems().get(2)).contains("privacy.allow.0", "'/[/'");
    }

    private static PrivacySettings read(Map<String, String> values) throws ConfigException {
        return AgentConfig.load(Optional.empty(), values, "host").privacy();
    }
}
