package skerry.simulator.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import skerry.agent.sync.Carrier;
import skerry.agent.sync.Downlink;
import skerry.agent.sync.Publication;
import skerry.agent.sync.SessionInput;
import skerry.agent.sync.Uplink;
import skerry.agent.sync.mqtt.BrokerLink;
import skerry.agent.sync.mqtt.Diagnosis;
import skerry.agent.sync.mqtt.MqttAccount;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.Topics;
import skerry.protocol.Uid;

/** One attempt and the connection it becomes. All of it happens on the event loop. */
final class LoopConnection extends SimpleChannelInboundHandler<MqttMessage> {
    private static final int MOST_IN_FLIGHT = 64;
    private static final int LARGEST_INCOMING = Limits.MAX_CONTROL_BYTES + 1024;
    private static final int ALL_IDS = 65_535;
    private static final int CONNECT_MILLIS = 30_000;
    private static final int DEFAULT_RECEIVE_MAXIMUM = 65_535;

    /** Those that a PUBACK of MQTT 5 may have. */
    private static final Set<Integer> PUBACK_CODES = Set.of(0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99);

    private final MqttAccount account;
    private final BrokerLink link;
    private final long attempt;
    private final Carrier.Inbox inbox;
    private final Map<Integer, Long> tokens = new HashMap<>();
    private @Nullable Channel channel;
    private int lastId;
    private boolean connected;
    private volatile boolean closing;

    LoopConnection(MqttAccount account, BrokerLink link, long attempt, Carrier.Inbox inbox) {
        this.account = account;
        this.link = link;
        this.attempt = attempt;
        this.inbox = inbox;
    }

    long attempt() {
        return attempt;
    }

    void start(EventLoop loop, Bytes will) {
        var connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline()
                                .addLast(MqttEncoder.INSTANCE)
                                .addLast(new MqttDecoder(LARGEST_INCOMING))
                                .addLast(LoopConnection.this);
                    }
                })
                .connect(link.host(), link.port());
        channel = connecting.channel();
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                write(connect(will));
            } else {
                failed(Diagnosis.ofAttempt(link, done.cause()));
            }
        });
    }

    private MqttMessage connect(Bytes will) {
        Uid uid = account.uid();
        int delay = (int) account.willDelay().toSeconds();
        // The session outlives the connection by the will's delay: a broker speaks the will when the session ends.
        var properties = new MqttProperties();
        number(properties, MqttPropertyType.SESSION_EXPIRY_INTERVAL, delay);
        number(properties, MqttPropertyType.RECEIVE_MAXIMUM, MOST_IN_FLIGHT);
        number(properties, MqttPropertyType.MAXIMUM_PACKET_SIZE, LARGEST_INCOMING);
        number(properties, MqttPropertyType.TOPIC_ALIAS_MAXIMUM, 0);
        protocolVersion(properties);
        var willProperties = new MqttProperties();
        number(willProperties, MqttPropertyType.WILL_DELAY_INTERVAL, delay);
        return MqttMessageBuilders.connect()
                .protocolVersion(MqttVersion.MQTT_5)
                .clientId(uid.value())
                .cleanSession(true)
                .keepAlive((int) account.keepAlive().toSeconds())
                .username(uid.value())
                .password(account.password().getBytes(StandardCharsets.US_ASCII))
                .properties(properties)
                .willFlag(true)
                .willQoS(MqttQoS.valueOf(Uplink.STATE.qos()))
                .willRetain(Uplink.STATE.retained())
                .willTopic(account.topics().state(uid))
                .willMessage(will.toArray())
                .willProperties(willProperties)
                .build();
    }

    void subscribe() {
        onLoop(() -> {
            Topics topics = account.topics();
            write(MqttMessageBuilders.subscribe()
                    .messageId(nextId())
                    .addSubscription(MqttQoS.AT_LEAST_ONCE, topics.allDown(account.uid()))
                    .addSubscription(MqttQoS.AT_LEAST_ONCE, topics.hubState())
                    .build());
        });
    }

    void publish(Publication publication) {
        onLoop(() -> {
            Uplink uplink = publication.uplink();
            var properties = new MqttProperties();
            properties.add(
                    new MqttProperties.StringProperty(MqttPropertyType.CONTENT_TYPE.value(), uplink.contentType()));
            if (uplink.expirySeconds() > 0) {
                number(properties, MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL, uplink.expirySeconds());
            }
            publication
                    .correlation()
                    .ifPresent(id -> properties.add(new MqttProperties.BinaryProperty(
                            MqttPropertyType.CORRELATION_DATA.value(), id.toArray())));
            protocolVersion(properties);
            var message = MqttMessageBuilders.publish()
                    .topicName(account.topic(publication))
                    .qos(MqttQoS.valueOf(uplink.qos()))
                    .retained(uplink.retained())
                    .properties(properties)
                    .payload(Unpooled.wrappedBuffer(publication.payload()));
            if (uplink.qos() == 0) {
                var open = channel;
                if (open != null) {
                    open.writeAndFlush(message.build()).addListener(done -> {
                        if (done.isSuccess()) {
                            put(new SessionInput.Published(attempt, publication.token(), 0));
                        }
                    });
                }
            } else {
                int id = nextId();
                tokens.put(id, publication.token());
                write(message.messageId(id).build());
            }
        });
    }

    /** Hangs up without a DISCONNECT, which would take the will back; nothing is told after this. */
    void close() {
        closing = true;
        var open = channel;
        if (open != null) {
            var _ = open.close();
        }
    }

    // ---- what the broker says

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, MqttMessage message) {
        if (message.decoderResult().isFailure()) {
            end(link + " sent what is no packet of MQTT 5, or one longer than allowed");
            return;
        }
        switch (message) {
            case MqttConnAckMessage answer -> answered(ctx, answer.variableHeader());
            case MqttPublishMessage publish -> received(publish);
            case MqttPubAckMessage ack -> taken(ack.variableHeader());
            case MqttSubAckMessage ack ->
                put(new SessionInput.Subscribed(
                        attempt,
                        ack.payload().reasonCodes().stream()
                                .mapToInt(Integer::intValue)
                                .max()
                                .orElse(0)));
            default -> {
                if (message.fixedHeader().messageType() == MqttMessageType.DISCONNECT) {
                    int code = message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader reason
                            ? reason.reasonCode() & 0xff
                            : 0;
                    end(Diagnosis.ofLoss(link, code, null));
                }
            }
        }
    }

    private void answered(ChannelHandlerContext ctx, MqttConnAckVariableHeader answer) {
        int code = answer.connectReturnCode().byteValue() & 0xff;
        if (code != 0) {
            failed(Diagnosis.ofRefusal(link, code));
            return;
        }
        connected = true;
        MqttProperties offers = answer.properties();
        int keepAlive = offered(offers, MqttPropertyType.SERVER_KEEP_ALIVE, (int)
                account.keepAlive().toSeconds());
        ctx.pipeline().addFirst(new IdleStateHandler(keepAlive, keepAlive, 0));
        put(new SessionInput.Connected(
                attempt,
                Math.min(offered(offers, MqttPropertyType.RECEIVE_MAXIMUM, DEFAULT_RECEIVE_MAXIMUM), MOST_IN_FLIGHT),
                offered(offers, MqttPropertyType.MAXIMUM_PACKET_SIZE, Integer.MAX_VALUE)));
    }

    private void received(MqttPublishMessage publish) {
        byte[] payload = new byte[publish.payload().readableBytes()];
        publish.payload().getBytes(publish.payload().readerIndex(), payload);
        Downlink from = account.downlink(publish.variableHeader().topicName());
        if (from != null) {
            put(new SessionInput.Received(attempt, from, Bytes.of(payload)));
        }
        if (publish.fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE) {
            write(MqttMessageBuilders.pubAck()
                    .packetId(publish.variableHeader().packetId())
                    .build());
        }
    }

    private void taken(MqttMessageIdVariableHeader ack) {
        int code = ack instanceof MqttPubReplyMessageVariableHeader reply ? reply.reasonCode() & 0xff : 0;
        Long token = tokens.remove(ack.messageId());
        if (!PUBACK_CODES.contains(code)) {
            end(link + " answered with a reason code that MQTT 5 does not have here");
        } else if (token != null) {
            put(new SessionInput.Published(attempt, token, code));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent idle) {
            if (idle.state() == IdleState.READER_IDLE && !idle.isFirst()) {
                end(link + " has been silent for too long");
            } else {
                write(new MqttMessage(
                        new MqttFixedHeader(MqttMessageType.PINGREQ, false, MqttQoS.AT_MOST_ONCE, false, 0)));
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(Diagnosis.ofLoss(link, 0, null));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(Diagnosis.ofLoss(link, 0, cause));
    }

    private void end(String sentence) {
        if (connected) {
            put(new SessionInput.Lost(attempt, sentence));
        } else {
            put(new SessionInput.ConnectFailed(
                    attempt, false, Diagnosis.ofRefusal(link, 0).sentence()));
        }
        close();
    }

    private void failed(Diagnosis diagnosis) {
        put(new SessionInput.ConnectFailed(attempt, diagnosis.permanent(), diagnosis.sentence()));
        close();
    }

    private void put(SessionInput input) {
        if (!closing) {
            inbox.put(input);
        }
    }

    // ---- packets

    private void onLoop(Runnable task) {
        var open = channel;
        if (open == null) {
            return;
        }
        if (open.eventLoop().inEventLoop()) {
            task.run();
        } else {
            open.eventLoop().execute(task);
        }
    }

    private void write(MqttMessage message) {
        var open = channel;
        if (open != null) {
            var _ = open.writeAndFlush(message);
        }
    }

    private int nextId() {
        do {
            lastId = lastId % ALL_IDS + 1;
        } while (tokens.containsKey(lastId));
        return lastId;
    }

    private static void protocolVersion(MqttProperties properties) {
        properties.add(new MqttProperties.UserProperty("pv", "1"));
    }

    private static void number(MqttProperties properties, MqttPropertyType type, int value) {
        properties.add(new MqttProperties.IntegerProperty(type.value(), value));
    }

    private static int offered(MqttProperties properties, MqttPropertyType type, int otherwise) {
        return properties.getProperty(type.value()) instanceof MqttProperties.IntegerProperty property
                ? property.value()
                : otherwise;
    }
}
