package skerry.agent.collect.targets;

import java.util.List;

/** Who is to be scraped; asked again and again, since targets may come and go. Thread-safe. */
@FunctionalInterface
public interface TargetSource {
    /** The present targets; no two have the same job and URL. */
    List<Target> targets();
}
