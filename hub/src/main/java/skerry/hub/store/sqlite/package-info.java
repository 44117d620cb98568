/** The hub's stores in SQLite files of one folder. */
@NullMarked
package skerry.hub.store.sqlite;

import org.jspecify.annotations.NullMarked;
