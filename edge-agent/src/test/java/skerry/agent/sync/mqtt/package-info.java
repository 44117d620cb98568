@NullMarked
package skerry.agent.sync.mqtt;

import org.jspecify.annotations.NullMarked;
