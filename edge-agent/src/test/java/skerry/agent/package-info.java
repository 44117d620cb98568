@NullMarked
package skerry.agent;

import org.jspecify.annotations.NullMarked;
