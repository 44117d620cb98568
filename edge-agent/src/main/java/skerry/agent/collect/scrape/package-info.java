/** Metrics that others write as text: files of a directory now, scraped targets later. */
@NullMarked
package skerry.agent.collect.scrape;

import org.jspecify.annotations.NullMarked;
