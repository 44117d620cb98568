/** Log tailing: files, CRI, docker, journald; rotation, partial lines and stack traces. */
@NullMarked
package skerry.agent.collect.logs;

import org.jspecify.annotations.NullMarked;
