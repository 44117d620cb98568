package skerry.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import skerry.protocol.Bytes;

class MailboxTest {
    private final Mailbox mailbox = new Mailbox();

    @Test
    void messagesTooManyAreDroppedAndCountedButNeverTheEndOfAConnection() throws Exception {
        for (int i = 0; i < 500; i++) {
            mailbox.put(new SessionInput.Received(1, Downlink.ACK, Bytes.of(new byte[10])));
        }
        mailbox.put(new SessionInput.Lost(1, "cut"));

        int messages = 0;
        var input = mailbox.take(0);
        while (input instanceof SessionInput.Received) {
            messages++;
            input = mailbox.take(0);
        }

        assertThat(messages).isEqualTo(128);
        assertThat(mailbox.dropped()).isEqualTo(500 - 128);
        assertThat(input).isEqualTo(new SessionInput.Lost(1, "cut"));
        assertThat(mailbox.take(0)).isNull();
    }

    @Test
    void messagesTooLargeTogetherAreDroppedUntilSomeAreRead() throws Exception {
        for (int i = 0; i < 6; i++) {
            mailbox.put(new SessionInput.Received(1, Downlink.ACK, Bytes.of(new byte[60_000])));
        }
        assertThat(mailbox.dropped()).isEqualTo(2);
        mailbox.take(0);

        mailbox.put(new SessionInput.Received(1, Downlink.ACK, Bytes.of(new byte[60_000])));

        assertThat(mailbox.dropped()).isEqualTo(2);
    }

    @Test
    void newsThatSaysTheSameWaitsOnce() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            mailbox.put(new SessionInput.NewBatches());
            mailbox.put(new SessionInput.LiveChanged());
        }

        assertThat(mailbox.take(0)).isEqualTo(new SessionInput.NewBatches());
        assertThat(mailbox.take(0)).isEqualTo(new SessionInput.LiveChanged());
        assertThat(mailbox.take(0)).isNull();
        mailbox.put(new SessionInput.NewBatches());
        assertThat(mailbox.take(0)).isEqualTo(new SessionInput.NewBatches());
    }
}
