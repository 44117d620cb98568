/** What the fleet is: sites, their contracts, and the one place where a site's state word is decided. */
@NullMarked
package skerry.hub.fleet;

import org.jspecify.annotations.NullMarked;
