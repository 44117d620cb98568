package skerry.agent.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skerry.agent.privacy.Action;
import skerry.agent.privacy.AllowList;
import skerry.agent.privacy.CustomRule;
import skerry.agent.privacy.PrivacySettings;
import skerry.platform.config.Settings;

/** Reads {@code privacy}. */
final class PrivacyReading {
    private static final String ACTIONS = "privacy.actions";
    private static final String RULES = "privacy.rules";
    private static final String ALLOW = "privacy.allow";

    private final Settings settings;

    PrivacyReading(Settings settings) {
        this.settings = settings;
    }

    PrivacySettings privacy() {
        List<CustomRule> rules = rules();
        Set<String> kinds = PrivacySettings.kinds();
        for (CustomRule rule : rules) {
            kinds.add(rule.kind());
        }
        return new PrivacySettings(actions(kinds), settings.path("privacy.key-file"), rules, allowed());
    }

    private List<CustomRule> rules() {
        var rules = new ArrayList<CustomRule>();
        List<String> texts = settings.list(RULES, List.of());
        for (int i = 0; i < texts.size(); i++) {
            try {
                rules.add(CustomRule.parse(texts.get(i)));
            } catch (IllegalArgumentException e) {
                settings.problem(RULES + "." + i, String.valueOf(e.getMessage()));
            }
        }
        return rules;
    }

    private AllowList allowed() {
        List<String> entries = settings.list(ALLOW, List.of());
        for (int i = 0; i < entries.size(); i++) {
            try {
                AllowList.check(entries.get(i));
            } catch (IllegalArgumentException e) {
                settings.problem(ALLOW + "." + i, String.valueOf(e.getMessage()));
            }
        }
        return new AllowList(entries);
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
