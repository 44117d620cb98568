@NullMarked
package skerry.hub.ingest.stick;

import org.jspecify.annotations.NullMarked;
