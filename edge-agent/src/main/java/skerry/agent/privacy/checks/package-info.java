/** Check digits and other inner rules of numbers that name persons, accounts and wallets. Knows nothing of texts. */
@NullMarked
package skerry.agent.privacy.checks;

import org.jspecify.annotations.NullMarked;
