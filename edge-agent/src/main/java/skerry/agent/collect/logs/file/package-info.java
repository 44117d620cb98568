/**
 * Following files through growth, rotation, truncation and restarts of the agent.
 *
 * <p>{@link skerry.agent.collect.logs.file.FileTailer} looks for files and gives each log its turn; {@link
 * skerry.agent.collect.logs.file.LogFiles} is one log, which may be several files while it is rotated; {@link
 * skerry.agent.collect.logs.file.TailedFile} reads one of them, known by its inode and by prints of its content ({@link
 * skerry.agent.collect.logs.file.FileMark}). A place is handed to the intake after the lines before it, and both are
 * stored in one transaction; a line that is not complete, or a stack trace that may go on, stays behind the place.
 */
@NullMarked
package skerry.agent.collect.logs.file;

import org.jspecify.annotations.NullMarked;
