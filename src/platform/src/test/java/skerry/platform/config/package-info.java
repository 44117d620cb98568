@NullMarked
package skerry.platform.config;

import org.jspecify.annotations.NullMarked;
