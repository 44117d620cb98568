/**
 * When something will be full, and what a container should ask for: rules over numbers that others read, with what they do not
 * know said beside what they do. Nothing here reads a store or a clock.
 *
 * <h2>Days until full</h2>
 *
 * {@link skerry.hub.capacity.FillTrend} takes the least free space of each day, or of half a day while there is less than a week
 * of data, so that what is written and removed within a block counts by its worst. Free space is taken for a walk with a drift:
 * what a disk gained or lost in one block says nothing of the next but for the drift, and errors add up. The drift is what was lost over
 * the whole stretch, its variance that of the blocks' changes about it (maximum likelihood for blocks of unequal distance, as an
 * absent site leaves them). Free space is used up where the drift with {@code t} times its standard error, of the future's chance
 * and of the drift's own, crosses zero; {@code t} is Student's for 96 % of one side: as a walk may touch zero sooner than it
 * stays there, 95 % would hold in somewhat less than nine of ten. A regression's interval would be far too narrow, since what is lost does
 * not come back to a line.
 *
 * <p>What makes a stretch: a rise of free space by much is a cleaning. After a single one only what followed counts. Two and more are a
 * saw-tooth, of which the blocks become as long as its longest tooth; with fewer than four of these only how full it was at most is said.
 * Days at the begin that do not fit the later ones are left aside, so that a filling which stopped is no filling.
 *
 * <h2>Wear of cards</h2>
 *
 * {@link skerry.hub.capacity.WearTrend}. What is written to a card is such a walk as well, and over years only the error of its drift matters:
 * the pace is the drift and {@code t} times that. An SD card says nothing of itself; it is taken to bear being written as a whole 100
 * to 1,000 times, which a cheap one with small scattered writes just misses and a good one passes. An eMMC says its life used in tenths, rounded up: a
 * rise from 2 to 4 means between one and three tenths, and that range is kept.
 *
 * <h2>Requests</h2>
 *
 * {@link skerry.hub.capacity.RequestAdvice}: memory by the most that was seen with a margin, CPU by the 95th percentile of hours.
 */
@NullMarked
package skerry.hub.capacity;

import org.jspecify.annotations.NullMarked;
