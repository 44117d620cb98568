@NullMarked
package skerry.hub.store.sqlite;

import org.jspecify.annotations.NullMarked;
