@NullMarked
package skerry.hub.config;

import org.jspecify.annotations.NullMarked;
