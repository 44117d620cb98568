/** Questions to the store, answered in the terms of pages and the API. */
@NullMarked
package skerry.hub.query;

import org.jspecify.annotations.NullMarked;
