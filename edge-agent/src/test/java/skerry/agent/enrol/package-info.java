@NullMarked
package skerry.agent.enrol;

import org.jspecify.annotations.NullMarked;
