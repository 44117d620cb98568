/**
 * Who may do what at the hub: users, sessions, API tokens, the setup code, the rate limit of guesses, and the audit trail.
 * Secrets are kept as hashes only; whoever is refused learns no more than that.
 */
@NullMarked
package skerry.hub.access;

import org.jspecify.annotations.NullMarked;
