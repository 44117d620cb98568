/** What travels between a site and the hub: the batch, its header and signature, topics, limits. No threads, no frameworks. */
@NullMarked
package skerry.protocol;

import org.jspecify.annotations.NullMarked;
