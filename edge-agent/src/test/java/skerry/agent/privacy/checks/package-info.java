@NullMarked
package skerry.agent.privacy.checks;

import org.jspecify.annotations.NullMarked;
