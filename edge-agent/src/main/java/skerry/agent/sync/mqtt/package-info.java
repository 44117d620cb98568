/** The MQTT carrier; the only package that sees Paho. */
@NullMarked
package skerry.agent.sync.mqtt;

import org.jspecify.annotations.NullMarked;
