/**
 * What the hub may have this agent do, and nothing else: {@link skerry.agent.command.CommandDesk} takes signed commands from
 * the link, {@link skerry.agent.command.CommandRules} says which run, {@link skerry.agent.command.CommandBook} remembers them
 * so that none runs twice. {@link skerry.agent.command.TicketWork} answers tickets, at once or when a person at the site agrees. Answers are batches and take any road.
 */
@NullMarked
package skerry.agent.command;

import org.jspecify.annotations.NullMarked;
