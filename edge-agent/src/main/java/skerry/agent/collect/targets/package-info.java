/**
 * Scraping of targets over HTTP, as Prometheus does it: who is to be scraped ({@code TargetSource}), when ({@code Scraping}), how a
 * text is fetched ({@code HttpGet} over {@code skerry.agent.http}), and what becomes of its samples ({@code ScrapeReading}). docs/scraping.md has the rules.
 */
@NullMarked
package skerry.agent.collect.targets;

import org.jspecify.annotations.NullMarked;
