/** Finds again, at the site, what a token stands for. */
@NullMarked
package skerry.agent.reveal;

import org.jspecify.annotations.NullMarked;
