/**
 * Sticks at the hub. {@link skerry.hub.ingest.stick.StickImport} goes over a stick, where it is; {@link
 * skerry.hub.ingest.stick.ImportDesk} takes manifests and sealed files one by one, where the store is, and passes batches on
 * to the same intake as the broker's. Between them may be HTTP.
 */
@NullMarked
package skerry.hub.ingest.stick;

import org.jspecify.annotations.NullMarked;
