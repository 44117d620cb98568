package skerry.agent.config;

import com.google.re2j.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import skerry.agent.collect.targets.ListedTargets;
import skerry.agent.collect.targets.Login;
import skerry.agent.collect.targets.RelabelRule;
import skerry.agent.collect.targets.Relabeling;
import skerry.agent.collect.targets.ScrapeJob;
import skerry.agent.collect.targets.Secret;
import skerry.agent.collect.targets.Target;
import skerry.agent.collect.targets.TlsFiles;
import skerry.platform.config.Settings;
import skerry.platform.net.HostPort;
import skerry.protocol.Limits;
import skerry.protocol.series.Labels;

/** Reads {@code scrape}, a list of jobs in Prometheus's words. No message holds a secret, or a URL that may hold one. */
final class ScrapeSettings {
    private static final int MOST_TARGETS = 64;
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Settings settings;
    private final Duration every;
    private final Set<Labels> labelled = new HashSet<>();

    /** @param every how often the host is collected, which is how often is scraped if a job says nothing else */
    ScrapeSettings(Settings settings, Duration every) {
        this.settings = settings;
        this.every = every;
    }

    ListedTargets targets() {
        settings.list("scrape", List.of());
        var targets = new ArrayList<Target>();
        Set<String> names = new HashSet<>();
        for (int i : settings.indexes("scrape")) {
            String job = "scrape." + i;
            String name = settings.text(job + ".name", "");
            if (name.isBlank()) {
                settings.problem(job + ".name", "is missing: it becomes the label job");
                name = "?";
            } else if (!names.add(name)) {
                settings.problem(job + ".name", "is given twice: two jobs cannot have one name");
            }
            addTargets(job, job(job, name), targets);
        }
        if (targets.size() > MOST_TARGETS) {
            settings.problem("scrape", "may name " + MOST_TARGETS + " targets, and names " + targets.size());
        }
        return new ListedTargets(targets);
    }

    private ScrapeJob job(String key, String name) {
        Duration interval = settings.duration(key + ".interval", every, Duration.ofSeconds(1), LONGEST_INTERVAL);
        Duration usual = USUAL_TIMEOUT.compareTo(interval) < 0 ? USUAL_TIMEOUT : interval;
        Duration timeout = settings.duration(key + ".timeout", usual, Duration.ofMillis(100), LONGEST_INTERVAL);
        if (timeout.compareTo(interval) > 0) {
            settings.problem(key + ".timeout", "must not be above the interval of the job");
            timeout = interval;
        }
        return new ScrapeJob(
                name,
                interval,
                timeout,
                settings.flag(key + ".honor-labels", false),
                settings.flag(key + ".honor-timestamps", true),
                login(key),
                tls(key + ".tls"),
                bounds(key),
                new Relabeling(rules(key + ".relabel")));
    }

    private ScrapeJob.Bounds bounds(String key) {
        var usual = ScrapeJob.Bounds.USUAL;
        return new ScrapeJob.Bounds(
                Math.toIntExact(settings.bytes(key + ".max-bytes", usual.maxBytes(), 1 << 10, 16 << 20)),
                settings.number(key + ".max-series", usual.maxSeries(), 1, 10_000),
                settings.number(key + ".max-labels", usual.maxLabels(), 2, Limits.MAX_LABELS),
                settings.number(key + ".max-label-bytes", usual.maxLabelBytes(), 16, Limits.MAX_NAME_BYTES));
    }

    private Login login(String key) {
        String user = settings.text(key + ".basic.user", "");
        Optional<Secret> password = secret(key + ".basic.password");
        Optional<Secret> token = secret(key + ".bearer.token");
        if (password.isPresent() && token.isPresent()) {
            settings.problem(key + ".bearer", "cannot be used with basic: a target takes one of them");
        }
        if (password.isPresent() == user.isEmpty()) {
            settings.problem(key + ".basic", "needs a user, and a password or password-file");
        }
        if (token.isPresent()) {
            return new Login.Bearer(token.get());
        }
        return password.isPresent() ? new Login.Basic(user, password.get()) : new Login.None();
    }

    /** Given, or in a file. */
    private Optional<Secret> secret(String key) {
        String given = settings.text(key, "");
        Optional<Secret> file = settings.path(key + "-file").map(Secret.InFile::new);
        if (given.isEmpty()) {
            return file;
        }
        if (file.isPresent()) {
            settings.problem(key, "cannot be used with " + key.substring(key.lastIndexOf('.') + 1) + "-file");
        }
        if (given.chars().anyMatch(c -> c < ' ')) {
            settings.problem(key, "must be one line");
        }
        return Optional.of(new Secret.Given(given));
    }

    private TlsFiles tls(String key) {
        Optional<Path> certificate = settings.path(key + ".cert-file");
        Optional<Path> own = settings.path(key + ".key-file");
        boolean whole = certificate.isPresent() == own.isPresent();
        if (!whole) {
            settings.problem(key, "needs cert-file and key-file together");
        }
        return new TlsFiles(
                settings.path(key + ".ca-file"),
                whole ? certificate : Optional.empty(),
                whole ? own : Optional.empty(),
                settings.text(key + ".server-name"),
                settings.flag(key + ".insecure-skip-verify", false));
    }

    private List<RelabelRule> rules(String key) {
        settings.list(key, List.of());
        var rules = new ArrayList<RelabelRule>();
        for (int i : settings.indexes(key)) {
            rule(key + "." + i).ifPresent(rules::add);
        }
        return rules;
    }

    private Optional<RelabelRule> rule(String key) {
        String known = Arrays.stream(RelabelRule.Action.values())
                .map(RelabelRule.Action::word)
                .collect(Collectors.joining(", "));
        RelabelRule.Action action = settings.read(
                key + ".action",
                RelabelRule.Action.REPLACE,
                text -> Arrays.stream(RelabelRule.Action.values())
                        .filter(one -> one.word().equals(text.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("must be one of " + known)));
        Pattern regex = settings.read(key + ".regex", RelabelRule.regex(RelabelRule.USUAL_REGEX), RelabelRule::regex);
        List<String> sources = settings.list(key + ".source-labels", List.of());
        for (String source : sources) {
            if (!RelabelRule.isLabelName(source)) {
                settings.problem(key + ".source-labels", "must hold label names, was '" + source + "'");
            }
        }
        String separator = settings.text(key + ".separator", RelabelRule.USUAL_SEPARATOR);
        String target = settings.text(key + ".target-label", "");
        String replacement = settings.text(key + ".replacement", RelabelRule.USUAL_REPLACEMENT);
        try {
            return Optional.of(new RelabelRule(sources, separator, regex, target, replacement, action));
        } catch (IllegalArgumentException e) {
            settings.problem(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void addTargets(String key, ScrapeJob job, List<Target> targets) {
        String scheme = settings.read(key + ".scheme", "http", text -> switch (text) {
            case "http", "https" -> text;
            default -> throw new IllegalArgumentException("must be http or https");
        });
        String path = settings.read(key + ".path", "/metrics", text -> {
            if (!text.startsWith("/") || !isPrintable(text)) {
                throw new IllegalArgumentException("must begin with /");
            }
            return text;
        });
        String query = query(key + ".params");
        Map<String, String> labels = labels(key + ".labels");
        List<String> listed = settings.list(key + ".targets", List.of());
        if (listed.isEmpty()) {
            settings.problem(key + ".targets", "is missing: name at least one host:port or URL");
        }
        for (int i = 0; i < listed.size(); i++) {
            try {
                URI url = url(listed.get(i), scheme, path, query);
                Target target = target(job, url, labels);
                if (!labelled.add(target.labels())) {
                    throw new IllegalArgumentException(
                            "has the labels of another target: give it a job, or an instance in labels, of its own");
                }
                targets.add(target);
            } catch (IllegalArgumentException e) {
                settings.problem(key + ".targets." + i, String.valueOf(e.getMessage()));
            }
        }
    }

    private static Target target(ScrapeJob job, URI url, Map<String, String> labels) {
        boolean secure = "https".equals(url.getScheme());
        int port = url.getPort() < 0 ? (secure ? HTTPS : HTTP) : url.getPort();
        String host = url.getHost();
        var where = new HostPort(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
        var all = new TreeMap<>(labels);
        all.putIfAbsent("job", job.name());
        all.putIfAbsent("instance", where.toString());
        return new Target(job, where, url, Labels.of(all));
    }

    /** Nothing of the text stands in a message: it may hold a password. */
    private static URI url(String text, String scheme, String path, String query) {
        boolean whole = text.contains("://");
        String full = whole ? text : scheme + "://" + text + path;
        URI url;
        try {
            url = new URI(full);
        } catch (URISyntaxException e) {
            throw wrong(e);
        }
        if (url.getHost() == null || url.getPort() == 0 || url.getPort() > 65_535 || !isPrintable(full)) {
            throw wrong(null);
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException("must not hold a user or password: set basic of the job");
        }
        String separator = url.getRawQuery() == null ? "?" : "&";
        return query.isEmpty() ? url : URI.create(full + separator + query);
    }

    private static IllegalArgumentException wrong(@Nullable URISyntaxException cause) {
        return new IllegalArgumentException(
                "must be a host and a port, such as 10.0.0.7:9100, or a URL of http or https", cause);
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private String query(String key) {
        var query = new ArrayList<String>();
        for (String name : settings.names(key)) {
            for (String value : settings.list(key + "." + name, List.of())) {
                query.add(URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        return String.join("&", query);
    }

    private Map<String, String> labels(String key) {
        var labels = new TreeMap<String, String>();
        for (String name : settings.names(key)) {
            String value = settings.text(key + "." + name, "");
            if (!RelabelRule.isLabelName(name) || name.startsWith("__")) {
                settings.problem(key + "." + name, "is no name that a label may have");
            } else if (!value.isEmpty()) {
                labels.put(name, value);
            }
        }
        return labels;
    }
}
