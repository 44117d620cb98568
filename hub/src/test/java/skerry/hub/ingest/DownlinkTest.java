package skerry.hub.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DownlinkTest {
    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final IngestCounts counts = new IngestCounts();
    private final Downlink down = new Downlink(this::send, counts, 2, 10);

    private void send(String topic, MqttMessage message) throws MqttException {
        if (topic.equals("breaks")) {
            throw new IllegalStateException("a fault of the client");
        }
        if (topic.equals("refused")) {
            throw new MqttException(MqttClientException.REASON_CODE_MAX_INFLIGHT);
        }
        sent.add(topic + ":" + message);
    }

    private static MqttMessage text(String text) {
        return new MqttMessage(text.getBytes(StandardCharsets.UTF_8));
    }

    private String next() throws InterruptedException {
        return String.valueOf(sent.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @AfterEach
    void close() {
        down.close();
    }

    @Test
    void noMoreIsUnconfirmedThanTheBrokerTakesAndOrderIsKept() throws Exception {
        for (String word : new String[] {"1", "2", "3", "4"}) {
            down.say("t", text(word));
        }

        assertThat(next()).isEqualTo("t:1");
        assertThat(next()).isEqualTo("t:2");
        assertThat(sent).isEmpty();
        down.confirmed();
        assertThat(next()).isEqualTo("t:3");
        down.confirmed();
        assertThat(next()).isEqualTo("t:4");
        assertThat(counts.now().unsaid()).isZero();
    }

    @Test
    void whatAllAreToKnowGoesBeforeWhatWaits() throws Exception {
        down.say("t", text("1"));
        down.say("t", text("2"));
        next();
        next();
        down.say("t", text("3"));

        down.sayFirst("state", text("busy"));
        down.confirmed();

        assertThat(next()).isEqualTo("state:busy");
    }

    @Test
    void ofWhatAllAreToKnowOnlyTheNewestIsSaid() throws Exception {
        down.say("t", text("1"));
        down.say("t", text("2"));
        next();
        next();

        down.sayFirst("state", text("busy"));
        down.say("t", text("3"));
        down.sayFirst("state", text("calm"));
        down.confirmed();
        down.confirmed();
        down.confirmed();

        assertThat(next()).isEqualTo("state:calm");
        assertThat(next()).isEqualTo("t:3");
        assertThat(sent).isEmpty();
    }

    @Test
    void whatTheClientDoesNotTakeIsCountedAndKeepsNoRoom() throws Exception {
        for (int i = 0; i < 3; i++) {
            down.say("refused", text("no"));
        }
        down.say("t", text("yes"));

        assertThat(next()).isEqualTo("t:yes");
        assertThat(counts.now().unsaid()).isEqualTo(3);
    }

    @Test
    void aFaultOfTheClientCostsOneMessageAndNotTheOthers() throws Exception {
        for (int i = 0; i < 3; i++) {
            down.say("breaks", text("no"));
        }
        down.say("t", text("yes"));

        assertThat(next()).isEqualTo("t:yes");
        assertThat(counts.now().unsaid()).isEqualTo(3);
    }

    @Test
    void whatIsBeyondItsBytesIsNotSaidAndCounted() throws Exception {
        down.say("t", text("1"));
        down.say("t", text("2"));
        next();
        next();
        down.say("t", text("12345678"));
        down.say("t", text("123"));
        down.say("t", text("12"));

        down.confirmed();
        down.confirmed();

        assertThat(next()).isEqualTo("t:12345678");
        assertThat(next()).isEqualTo("t:12");
        assertThat(counts.now().unsaid()).isEqualTo(1);
    }
}
