/**
 * The broker inside the hub: ActiveMQ Artemis, MQTT 5, in memory only.
 *
 * <p>It keeps nothing on disk. An agent frees data on the hub's receipt and never on PUBACK, so what the broker held at a
 * crash is sent again; and a retained birth that outlived the connections it speaks of would be a lie.
 *
 * <p>Every byte before the login is hostile. A listening socket of our own ({@link skerry.hub.broker.Door}) ends TLS and
 * checks each frame's length and pace ({@link skerry.hub.broker.FrameGuard}) before Artemis sees it, because Artemis
 * would collect frames of 256 MiB and HTTP bodies of 2 GiB from anyone. {@link skerry.hub.broker.MqttRules} then binds
 * client id, user name, will and retained topics to each other, and {@link skerry.hub.broker.AgentSecurity} judges every
 * packet against the registry, so that an agent taken out of it loses access at once.
 */
@NullMarked
package skerry.hub.broker;

import org.jspecify.annotations.NullMarked;
