/**
 * What is written to the machine's SD cards and eMMC, since this agent first saw each of them: the only measure of wear there is for an
 * SD card. Nothing is read or kept on a machine that has none.
 */
@NullMarked
package skerry.agent.wear;

import org.jspecify.annotations.NullMarked;
