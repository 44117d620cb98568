/** Finds personal data and secrets and takes them out before anything is stored. */
@NullMarked
package skerry.agent.privacy;

import org.jspecify.annotations.NullMarked;
