/** The systemd journal, read through journalctl. */
@NullMarked
package skerry.agent.collect.logs.journal;

import org.jspecify.annotations.NullMarked;
