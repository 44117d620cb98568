/** What is in the lines of a log: formats, partial lines, stack traces, text. */
@NullMarked
package skerry.agent.collect.logs.lines;

import org.jspecify.annotations.NullMarked;
