/**
 * What the kubelet of this machine tells: which of its endpoints are scraped, with which right, and what is kept of them. The
 * scraping itself is that of any target ({@code skerry.agent.collect.targets}). What the kernel tells of containers is not taken
 * from here a second time (ADR 38).
 */
@NullMarked
package skerry.agent.collect.kubelet;

import org.jspecify.annotations.NullMarked;
