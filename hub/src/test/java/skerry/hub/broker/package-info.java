@NullMarked
package skerry.hub.broker;

import org.jspecify.annotations.NullMarked;
