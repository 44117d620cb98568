@NullMarked
package skerry.platform.cli;

import org.jspecify.annotations.NullMarked;
