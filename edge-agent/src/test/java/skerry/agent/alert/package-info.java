@NullMarked
package skerry.agent.alert;

import org.jspecify.annotations.NullMarked;
