/** That {@code deploy} shows every setting of agent and hub as it is. */
@NullMarked
package skerry.system.settings;

import org.jspecify.annotations.NullMarked;
