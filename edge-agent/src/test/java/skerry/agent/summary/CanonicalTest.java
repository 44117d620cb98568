package skerry.agent.summary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalTest {
    private final Canonical canonical = new Canonical();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "retry 3 of 5 | retry <*> of <*>",
                "worker-17 took 900 KB in 1.5 ms | <*> took <*> in <*>",
                "worker-17 took 1.2 MB in 2s | <*> took <*> in <*>",
                "id 0x7ffe12 and deadbeefcafe | id <*> and <*>",
                "loaded /etc/app/x.conf from ./lib | loaded <*> from <*>",
                "GET https://a.example/x?y=1 | GET <*>",
                "from <ipv4>:8883 to <ipv6> by <user> | from <*> to <*> by <*>",
                "peer mqtt.site.example.com:8883 gone | peer <*> gone",
                "package acme.pump started | package acme.pump started",
                "at Sat Nov 21 04:05:06 2026 done | at <*> done",
                "lines 1, 2, 3, 4 bad | lines <*> bad",
                "sync.go:17: bad frame | sync.go:<*>: bad frame",
                "enabled is true, last=null | enabled is <*>, last=<*>",
                "Door{open=yes, color=dark red, n=4} | Door{open=<*>, color=<*> red, n=<*>}",
                "valve state=open | valve state=open",
                "IPv6 over SHA256 in UTF-8 | IPv6 over SHA256 in UTF-8",
                "pump1_init() ok, eth0 up | pump1_init() ok, <*> up",
                "lifetime <1 sec | lifetime <*>",
                "lifetime 00:17 | lifetime <*>",
                "from 1.2.3.4 () closed | from <*> (<*>) closed",
                "level.......42 | level...<*>",
                "from <ipv4:k3f9a2c1>:8883 to <host:abcdefgh> by <email:k3f9a2c1> | from <*> to <*> by <*>",
                "user <user:kqwertyu> and <user:kzxcvbnm>, <user:k1> | user <*> and <*>",
                "debug: False, ready:true | debug: <*>, ready:<*>",
                "module org.acme.app.Main of com.acme/.Door failed | module <*> of <*> failed",
                "action: intent.action.SCREEN_ON | action: intent.action.SCREEN_ON",
                "read/write 24/7, I/O conf/app.yaml | read/write <*>, I/O <*>",
                "service 'doorUnit' in state 'open' | service '<*>' in state 'open'",
                "blocker \"Power.Locks\" held | blocker \"<*>\" held",
                "Intent { act=open.DOOR cat=[a, b] flg=0x1 } sent | Intent { act=<*> cat=<*> flg=<*> } sent",
                "module org.acme.app.BadError: no org.acme.app.Main | module org.acme.app.BadError: no <*>",
                "fans ( **** 3200 **** ) slow | fans ( <*> ) slow",
                "nodes:node-[1-4] and rack[2,7] of sshd[17] | nodes:<*> and <*> of sshd[<*>]",
                "status ( on off ), (on call) | status ( <*> ), (on call)",
                "count 3 : 4 | count <*> : <*>",
                "a   b\tc | a b c",
                "Straße 7 größer | Straße <*> größer"
            })
    void masksWhatVaries(String message, String expected) {
        canonical.write(message);

        assertThat(canonical).hasToString(expected);
    }

    @Test
    void flagsInBracketsAreAValueAndColumnsAreNot() {
        canonical.write("flags [TOP|FULL_SCREEN] set a|b");

        assertThat(canonical).hasToString("flags [<*>] set a|b");
    }

    @Test
    void ofSeveralLinesTheIndentedOnesDoNotCount() {
        canonical.write("request failed id=7\njava.io.IOException: gone\n\tat a.B.c(B.java:1)\n\tat a.B.d(B.java:2)\n");
        String one = canonical.toString();
        canonical.write("request failed id=9\njava.io.IOException: gone\n\tat a.X.y(X.java:4)\n");

        assertThat(one)
                .isEqualTo("request failed id=<*> java.io.IOException: gone")
                .isEqualTo(canonical.toString());
    }

    @Test
    void aLongMessageIsCutAndSaysSo() {
        canonical.write("word ".repeat(10_000));

        assertThat(canonical.toString()).startsWith("word word").endsWith("<*>").hasSizeLessThan(700);
    }

    @Test
    void equalTextsHaveEqualHashesUnderOneSeed() {
        canonical.write("retry 3");
        long one = canonical.hash(5);
        canonical.write("retry 44");

        assertThat(canonical.hash(5)).isEqualTo(one);
        assertThat(canonical.hash(6)).isNotEqualTo(one);
    }
}
