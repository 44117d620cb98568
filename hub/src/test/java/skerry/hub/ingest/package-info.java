@NullMarked
package skerry.hub.ingest;

import org.jspecify.annotations.NullMarked;
