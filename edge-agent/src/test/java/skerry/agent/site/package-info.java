@NullMarked
package skerry.agent.site;

import org.jspecify.annotations.NullMarked;
