/**
 * Another version of this agent, by order of the hub: its files are fetched by pieces into the data folder, and the machine's updater
 * is asked to take them. The agent decides nothing about trust; it looks at signature and digests so as not to spend the link on what
 * the updater would refuse. ADR 52.
 *
 * <p>In the folder {@code update} of the data folder:
 *
 * <pre>
 * order          the order that is under way; gone when it has ended
 * release/       what is fetched of the release; a file that is not whole ends in .part
 * staged         all of it is there
 * request        read by the updater, and removed by it
 * healthy        how the version that runs is, for the updater, while one is on probation
 * told           the step that the hub was told last
 * age            seconds that were spent on it
 * </pre>
 *
 * <p>Only {@link skerry.agent.update.Upgrades} is loaded before an order comes.
 */
@NullMarked
package skerry.agent.update;

import org.jspecify.annotations.NullMarked;
