/** Opening SQLite files, bringing their schema up to date, transactions, and what a failure means. */
@NullMarked
package skerry.platform.sqlite;

import org.jspecify.annotations.NullMarked;
