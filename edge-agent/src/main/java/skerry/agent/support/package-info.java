/**
 * The support file: what somebody far away needs to see of an agent in trouble, and nothing that is secret or personal.
 * Every part is text that goes through {@link skerry.agent.support.SupportText} before it is written. A part that cannot be
 * had says why, and the others are there.
 */
@NullMarked
package skerry.agent.support;

import org.jspecify.annotations.NullMarked;
