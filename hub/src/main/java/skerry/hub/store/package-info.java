/**
 * What the hub keeps, independent of the database that keeps it: the registry of sites and agents, the log of batches
 * with the ranges held, and the read models over them.
 *
 * <p>The batch is the storage unit. {@link skerry.hub.store.BatchLog#append} makes its bytes durable and only then may a
 * receipt go out; read models follow in a second transaction that can be repeated ({@link skerry.hub.store.ReadModels}).
 */
@NullMarked
package skerry.hub.store;

import org.jspecify.annotations.NullMarked;
