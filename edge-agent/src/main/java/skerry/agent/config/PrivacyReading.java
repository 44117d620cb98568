package skerry.agent.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skerry.agent.privacy.Action;
import skerry.agent.privacy.PrivacySettings;
import skerry.platform.config.Settings;

/** Reads {@code privacy}. */
final class PrivacyReading {
    private static final String ACTIONS = "privacy.actions";

    private final Settings settings;

    PrivacyReading(Settings settings) {
        this.settings = settings;
    }

    PrivacySettings privacy() {
        return new PrivacySettings(actions(PrivacySettings.kinds()), settings.path("privacy.key-file"));
    }

    private Map<String, Action> actions(Set<String> kinds) {
        var actions = new HashMap<String, Action>();
        for (String text : settings.list(ACTIONS, List.of())) {
            int sign = text.indexOf('=');
            String kind = text.substring(0, Math.max(sign, 0)).strip();
            Optional<Action> action = Action.of(text.substring(sign + 1).strip());
            if (sign < 0 || action.isEmpty()) {
                settings.problem(
                        ACTIONS,
                        "must hold a kind, '=' and " + Action.WORDS + ", such as email=mask, was '" + text + "'");
            } else if (!kinds.contains(kind)) {
                settings.problem(
                        ACTIONS, "names '" + kind + "', which is no kind; there are " + String.join(", ", kinds));
            } else if (actions.put(kind, action.get()) != null) {
                settings.problem(ACTIONS, "names " + kind + " more than once");
            }
        }
        return actions;
    }
}
