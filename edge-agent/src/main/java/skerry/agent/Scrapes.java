package skerry.agent;

import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.agent.cluster.ClusterPlace;
import skerry.agent.cluster.Role;
import skerry.agent.cluster.annotated.AnnotatedTargets;
import skerry.agent.collect.Collector;
import skerry.agent.collect.kubelet.KubeletPlace;
import skerry.agent.collect.targets.JoinedTargets;
import skerry.agent.collect.targets.ListedTargets;
import skerry.agent.collect.targets.ScrapeMetrics;
import skerry.agent.collect.targets.ScrapeTally;
import skerry.agent.collect.targets.Scraping;
import skerry.agent.collect.targets.TargetSource;
import skerry.agent.config.AgentConfig;
import skerry.agent.services.ServiceBoard;
import skerry.agent.services.ServiceScrapes;
import skerry.platform.time.MonotonicClock;

/** What this agent scrapes, listed or annotated, and how that goes. */
final class Scrapes {
    private static final System.Logger LOG = System.getLogger(Scrapes.class.getName());

    private final ScrapeTally scrapeTally = new ScrapeTally();
    private final Optional<AnnotatedTargets> annotated;
    private final Optional<Scraping> scraping;

    /** @param services is told of the requests that applications count */
    Scrapes(ListedTargets scraped, Optional<AnnotatedTargets> annotated, ServiceBoard services, Recorder recorder) {
        this.annotated = annotated;
        this.scraping = scraping(scraped, services, recorder);
    }

    /** Those of the configuration, and the kubelet's. */
    static ListedTargets listed(AgentConfig config, ClusterPlace place, Role role) {
        var all = new ArrayList<>(config.scrape().targets());
        if (role.watchesNode()) {
            KubeletPlace kubelet = kubelet(config, place);
            kubelet.find(config.kubelet()).ifPresent(found -> {
                LOG.log(Level.INFO, "the kubelet at {0} is asked {1}", found.where(), found.who());
                all.addAll(kubelet.targets(config.kubelet(), found));
            });
        }
        return new ListedTargets(all);
    }

    /** Where this node's kubelet may be. */
    static KubeletPlace kubelet(AgentConfig config, ClusterPlace place) {
        return new KubeletPlace(
                place.environment(), place.pod(), config.k3sHere().folder());
    }

    void start() {
        scraping.ifPresent(Scraping::start);
    }

    void close() {
        scraping.ifPresent(Scraping::close);
    }

    /** How scrapes went. */
    ScrapeTally tally() {
        return scrapeTally;
    }

    /** What tells of the scrapes themselves. */
    List<Collector> collectors() {
        var all = new ArrayList<Collector>();
        if (scraping.isPresent()) {
            all.add(new ScrapeMetrics(scrapeTally));
        }
        annotated.ifPresent(all::add);
        return all;
    }

    /** A node without targets has no thread for them. */
    private Optional<Scraping> scraping(ListedTargets scraped, ServiceBoard services, Recorder recorder) {
        var sources = new ArrayList<TargetSource>(List.of(scraped));
        annotated.ifPresent(sources::add);
        return annotated.isEmpty() && scraped.targets().isEmpty()
                ? Optional.empty()
                : Optional.of(new Scraping(
                        new JoinedTargets(sources),
                        new ServiceScrapes(services, recorder::samples),
                        scrapeTally,
                        "Skerry/" + Version.TEXT,
                        InstantSource.system(),
                        MonotonicClock.SYSTEM));
    }
}
