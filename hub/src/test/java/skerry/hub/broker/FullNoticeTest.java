package skerry.hub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hub that is full says so where its operator looks, and goes on saying it without flooding its log. */
class FullNoticeTest {
    private final Logger log = Logger.getLogger("skerry.hub.broker");
    private final List<String> said = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord told) {
            said.add(told.getLevel() + " " + new SimpleFormatter().formatMessage(told));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private long now = 5;

    @BeforeEach
    void listen() {
        log.addHandler(handler);
    }

    @AfterEach
    void leave() {
        log.removeHandler(handler);
    }

    @Test
    void theFirstThatIsTurnedAwayIsTold() {
        new FullNotice(() -> now).tell(2_000);

        assertThat(said)
                .containsExactly("WARNING agents are turned away: 2,000 connections are open, and no more are allowed;"
                        + " give this hub more memory (-Xmx), or set broker.max-connections");
    }

    @Test
    void allThatFollowInTenMinutesAreToldOnceMore() {
        var notice = new FullNotice(() -> now);
        for (int second = 0; second < 1_200; second++) {
            notice.tell(2_000);
            now += 1_000;
        }

        assertThat(said).hasSize(2);
    }
}
