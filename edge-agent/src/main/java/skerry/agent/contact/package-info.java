/**
 * When this node uses its link: what the setting {@code contact} asks for, by the time of day as far as it is known.
 *
 * <p>A node that does not know the time of day cannot keep to a calendar, and a node without contact may never learn it. So
 * it tries now and then, until a hub or a time source has told it. ADR 28.
 */
@NullMarked
package skerry.agent.contact;

import org.jspecify.annotations.NullMarked;
