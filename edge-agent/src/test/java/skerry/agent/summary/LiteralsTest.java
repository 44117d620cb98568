package skerry.agent.summary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skerry.agent.privacy.PolicyRedactor;

class LiteralsTest {
    private final Literals literals = new Literals(PolicyRedactor.standard());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pump <*> started",
                "connection to <*> failed: timed out",
                "Started Session <*> of user <*>.",
                "ERROR NullPointerException in the request handler",
                "kube-apiserver: http2 stream closed",
                "unable to open the certificate, retrying",
                "Failed to list nodes: Unauthorized",
                "usb <*>: new high-speed USB device number <*> using xhci-hcd",
                "EXT<*>-fs (<*>): mounted filesystem with ordered data mode",
                "level=<*> msg=\"starting the web server\" addr=<*>",
                "ventilen åpnet etter <*>",
                "PodSandbox changed, it will be killed and re-created",
                "Out of memory: Killed process <*> (<*>)",
            })
    void whatProgramsSayIsShown(String template) {
        assertThat(literals.template(template)).isEqualTo(template);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    session opened for kari            | session opened for <*>
                    Kari Nordmann opened valve <*>     | <*> <*> opened valve <*>
                    door opened by Fitzgerald          | door opened by <*>
                    ingrid unplugged the pump          | <*> unplugged the pump
                    alarm sent to ops@example.org      | alarm sent to <*>
                    owner=hjalmar state=<*>            | owner=<*> state=<*>
                    login 'hjalmar' refused            | login '<*>' refused
                    {"name":"Hjalmar","state":"ok"}    | {"name":"<*>","state":"ok"}
                    mail of <hjalmar> refused          | mail of <*> refused
                    token qzxkvbtr accepted            | token <*> accepted
                    using key aGVsbG9Xb3JsZA           | using key <*>
                    session x8f3kq ended               | session <*> ended
                    用户 张伟 logged in                 | <*> <*> logged in
                    usuario josé entró                 | usuario josé entró
                    пользователь Иван вошёл            | <*> <*> <*>
                    moved to vault.example.com today   | moved to <*> today
                    read /home/kari/report             | read <*>
                    Dr. Quentin Abernathy signed off   | <*>. <*> <*> signed off
                    """)
    void whatMayNameSomebodyIsMasked(String template, String shown) {
        assertThat(literals.template(template)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-11-26T10:03:07Z pump 12 started in 3.5 ms | 2026-11-26T10:03:07Z pump 12 started in 3.5 ms
                    order 12345678901 of kari took 20%              | order <*> of <*> took 20%
                    denied <email> at 10:03:07.123                  | denied <email> at 10:03:07.123
                    denied <email:k3f2a2c4hd> and <name:christophe> | denied <email:k3f2a2c4hd> and <*>
                    request a81bc9 from <ipv4> port 5022            | request <*> from <ipv4> port 5022
                    """)
    void examplesKeepTheirNumbers(String line, String shown) {
        assertThat(literals.example(line)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "<", "<<>>", "...", "<*><*>", "=\"", "a", "@", "< < >"})
    void noTextIsTooOdd(String text) {
        assertThat(literals.template(text)).hasSizeLessThanOrEqualTo(text.length() + 2);
        assertThat(literals.example(text)).hasSizeLessThanOrEqualTo(text.length() + 2);
    }
}
