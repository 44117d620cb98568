@NullMarked
package skerry.agent.ticket;

import org.jspecify.annotations.NullMarked;
