package skerry.agent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is taken, to the character, and under which name. */
class FindingsTest {
    private static final Redactor REDACTOR = PolicyRedactor.standard();

    @ParameterizedTest
    @MethodSource("lines")
    void takesExactlyWhatIsMarked(String line) {
        Marked marked = Marked.parse(line);

        Redaction redaction = REDACTOR.inspect(marked.text());

        assertThat(redaction.findings()).isEqualTo(marked.findings());
        assertThat(redaction.text()).isEqualTo(marked.redacted());
        assertThat(REDACTOR.redact(marked.text())).isEqualTo(marked.redacted());
    }

    static Stream<String> lines() {
        return Stream.of(
                        mail(),
                        ipv4(),
                        ipv6(),
                        hardware(),
                        urls(),
                        headers(),
                        tokens(),
                        vendorTokens(),
                        keys(),
                        cards(),
                        paths(),
                        pairs(),
                        users(),
                        usersOfSystems(),
                        userFields(),
                        phones(),
                        accounts(),
                        nationalIds(),
                        openValues(),
                        places(),
                        hosts(),
                        wallets())
                .flatMap(String::lines)
                .map(line -> line.replace("\\n", "\n"));
    }

    private static String mail() {
        return """
                sent to ‹email:lena.holm@north-sea.example› in 12 ms
                {"owner":"‹email:x_y+z@a-b.example.org›","n":1}
                bounce <‹email:ops@rig7.example.no›>: user unknown
                GET /unsubscribe?mail=‹email:tor%40rig.example› HTTP/1.1
                kontakt: ‹email:jürgen@werft.example›.
                ‹email:q@xn--bcher-kva.example›
                write ‹email:q@werft.example›にて
                {"owner":"‹email:q\\u0040werft.example›"}
                """;
    }

    private static String ipv4() {
        return """
                dial tcp ‹ipv4:10.11.12.13›:8883: connect: connection refused
                route ‹ipv4:198.51.100.0›/24 via ‹ipv4:203.0.113.254› dev eth0
                peer[‹ipv4:192.0.2.77›] closed
                host=‹ipv4:172.31.255.9›,port=22
                IP ‹ipv4:192.0.2.1›.443 > ‹ipv4:192.0.2.2›.55012: Flags [S]
                client version 7 from ‹ipv4:203.0.113.5›
                node-‹ipv4:192.168.40.2› joined
                resolved gw/‹ipv4:203.0.113.9›
                """;
    }

    private static String ipv6() {
        return """
                listen on [‹ipv6:2001:db8:85a3::8a2e:370:7334›]:443
                from ‹ipv6:fe80::1ff:fe23:4567:890a›%eth0
                ‹ipv6:2001:0db8:0000:0000:0000:ff00:0042:8329› unreachable
                mapped ‹ipv6:::ffff:192.0.2.128› to v4
                connect ‹ipv6:::1›: refused
                addr:‹ipv6:2001:db8::17›, up
                """;
    }

    private static String hardware() {
        return """
                wlan0: disassociated from ‹mac:b8:27:eb:12:34:56› (reason 3)
                lease for ‹mac:DC-A6-32-0A-0B-0C› renewed
                mac:‹mac:b8:27:eb:aa:bb:0c›
                port ‹mac:b827.eb12.a456› learned
                """;
    }

    private static String urls() {
        return """
                clone https://‹url-credentials:bot:pa55/word›@git.example/x.git
                clone https://‹url-credentials:bot:p4ss›@git.example/x.git
                redis://‹url-credentials::s3cr3t!›@cache:6379/0
                mqtt://‹url-credentials:agent-7:a@b:c›@broker.example:1883
                """.lines().skip(1).reduce("", (all, line) -> all + line + "\n");
    }

    private static String headers() {
        return """
                > Authorization: Bearer ‹bearer:Zk3.tW_9-qq~x/Y==›
                {"authorization":"bearer ‹bearer:abcDEF123456›"}
                proxy-authorization: Basic ‹basic-auth:YWdlbnQ6aHVudGVyMg==›
                Authorization: ApiKey ‹secret:9f8e7d6c5b4a39281706›
                curl -s -u ‹basic-auth:rig7:Dr1ll› https://cfg.example
                curl -u ‹basic-auth:":b0reh0le"› https://cfg.example
                curl -u : --negotiate https://cfg.example
                curl -u ":$TOKEN" https://cfg.example
                ‹bearer:curl -X POST https://a.example -H "X-Auth-Token: 77aa88bb99"› -d @f
                """;
    }

    private static String tokens() {
        String jwt = "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJyaWctNyIsImV4cCI6MX0.c2lnbmF0dXJl";
        return """
                joining with token ‹k8s-token:K1044b376e09bc2b764426ceb32c54306c31ba04edea594b03997c0fa14d6b04c2f::server:9dd4e461268c8034f5c8564e155c67a6› now
                token ‹jwt:%s› expired
                ‹jwt:eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0›.
                key ‹aws-key:AKIAQWERTYUIOPASDFGH› rotated
                push with ‹github-token:ghp_abcdefghijklmnopqrstuvwxyz0123456789› failed
                runner ‹gitlab-token:glpat-Ab1Cd2Ef3Gh4Ij5Kl6Mn›
                bot ‹slack-token:xoxb-111122223333-abcDEF›
                hook ‹slack-token:https://hooks.slack.com/services/T0AAAAAAA/B0BBBBBBB/ccccDDDD1111eeee›
                charge ‹stripe-key:sk_live_a1B2c3D4e5F6g7H8›
                maps ‹gcp-key:AIzaBCDEFGHIJKLMNOPQRSTUVWXYZabcdef1234›
                vault ‹vault-token:hvs.CAESIAbCdEfGhIjKlMnOpQrStUvWx›
                """.formatted(jwt);
    }

    private static String vendorTokens() {
        return """
                push with ‹vendor-token:dckr_pat_Qw3Er5Ty7Ui9Op1As2Df4Gh6Jk8› refused
                ‹vendor-token:Rt5Yu7Io9Pl1Kj.atlasv1.zZ1xX2cC3vV4bB5nN6mM7lL8kK9jJ0hH1gG2fF3dD4sS5aA6qQ7wW8eE9rR0tT1yY2u›
                join ‹vendor-token:SWMTKN-1-1a2b3c4d5e6f7g8h9i0j1k2l3m4n5o6p7q8r9s0t1u2v3w4x5y-6z7a8b9c0d1e2f3g4h5i6j7k8› now
                mail by ‹vendor-token:re_Ab12Cd34_Ef56Gh78Ij90Kl12Mn34Op56›
                base ‹vendor-token:patQ1w2E3r4T5y6U7.%1$s%1$s›
                ‹vendor-token:access_token$sandbox$q1w2e3r4t5y6u7i8$%1$s› expired
                mg ‹vendor-token:%1$s-0a1b2c3d-4e5f6a7b›.
                bot ‹vendor-token:MTIzNDU2Nzg5MDEyMzQ1Njc4OQ.Gx1Yz2.aB3cD4eF5gH6iJ7kL8mN9oP0qR1sT2› online
                flag ‹vendor-token:sdk-%2$s›, crm ‹vendor-token:pat-eu1-%2$s›
                translate with ‹vendor-token:%2$s:fx›
                post ‹vendor-token:https://discord.com/api/webhooks/123456789012345678/aB3-cD4_eF5gH6iJ7kL8mN9oP0qR›
                cookie ‹slack-token:xoxd-aB3cD4eF5gH6%%2BiJ7kL8mN9oP0%%3D› sent
                hmac ‹gcp-key:GOOG1EQWERTYUIOPASDFGHJKLZXCVBNM1234567890QWERTYUIOPASDFGHJKL›
                lora ‹vendor-token:NNSXS.AB12CD34EF56GH78IJ90KL12MN34OP56QR78ST9.UV90WX12YZ34AB56CD78EF90GH12IJ34KL56MN78OP90QR12ST34›
                """.formatted("0f1e2d3c4b5a69788796a5b4c3d2e1f0", "3f0c9a52-7d1b-4c86-9e0a-5b7d2c41f688");
    }

    private static String keys() {
        return """
                ‹private-key:-----BEGIN EC PRIVATE KEY-----\\nMHcCAQEEIIQ\\nAbc/+1=\\n-----END EC PRIVATE KEY-----›\\nrest
                key="‹private-key:-----BEGIN PRIVATE KEY-----\\\\nMC4CAQAwBQ\\\\n-----END PRIVATE KEY-----›"
                loaded ‹private-key:-----BEGIN OPENSSH PRIVATE KEY-----\\nb3BlbnNzaC1rZXktdjEAAAAA›
                ‹private-key:MHcCAQEEIIQ\\nAbc/+1=\\n-----END RSA PRIVATE KEY-----›
                ‹private-key:MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj›
                """;
    }

    private static String cards() {
        return """
                paid by ‹card:4111 1111 1111 1111›.log
                paid with ‹card:4242424242424242› today
                card ‹card:5555 5555 5555 4444› declined
                amex ‹card:3782-822463-10005›.
                invalid card ‹card:2231 4029 1837 0656› again
                charging pan=‹card:2231-4029-1837-0656› now
                value=‹card:2231 4029 1837 0656›
                """;
    }

    private static String paths() {
        return """
                open /home/‹user:lholm›/.ssh/config: denied
                file:///Users/‹user:Lena.Holm›/x.log
                C:\\\\Users\\\\‹user:lena›\\\\AppData\\\\x.tmp
                {"path":"C:\\\\\\\\Users\\\\\\\\‹user:lena›\\\\\\\\x"}
                """.replace("\\\\", "\\");
    }

    private static String pairs() {
        return """
                {\"args\":\"[\\\"server\\\",\\\"--token\\\",\\\"‹secret:hJ7kQ2xW9vB4nM6pR3tY8z›\\\"]\"}
                password=‹password:hunter2› accepted
                db_password: "‹password:two words, and a comma›" ok
                {"passwd":"‹password:p@ss›","port":1}
                {\\"passwd\\":\\"‹password:p@ss›\\",\\"port\\":1}
                --password ‹password:Sesame1› --host x
                url?user_pwd=‹password:abc123›&next=1
                <password>‹password:geheim›</password>
                api_key=‹secret:0f9e8d7c6b5a49382716›, next
                clientSecret: '‹secret:Xy7~pQ.rT9vW2z›'
                set("auth_token", "‹secret:tok3nTOK3Nabcd›")
                """;
    }

    private static String users() {
        return """
                Failed password for ‹user:lena› from console
                Failed password for invalid user ‹user:lena› from console
                session opened for user ‹user:lholm› by (uid=0)
                sudo:   ‹user:lholm› : TTY=pts/0 ; PWD=/ ; COMMAND=/bin/ls
                (‹user:lholm›) CMD (run-parts)
                audit: user=‹user:lholm› op=login
                {"user":"‹user:lholm›","ok":true}
                """;
    }

    private static String usersOfSystems() {
        return """
                uid=1004(‹user:lholm›) gid=1004(‹user:lholm›) groups=1004(‹user:lholm›),27(sudo)
                session opened for user root(uid=0) by ‹user:lholm›(uid=1002)
                FAILED SU (to root) ‹user:lholm› on pts/0
                su: (to ‹user:tora›) ‹user:lholm› on none
                useradd: new user: name=‹user:lholm›, UID=1003, GID=1003
                add '‹user:lholm›' to group 'docker'
                auth.c: user 'lholm' gone
                User ‹user:lholm› authenticated via ldap
                the user ‹user:l_holm› does not exist
                unknown user ‹user:lholm› from console
                Benutzer ‹user:lholm› angemeldet
                ‹ipv4:192.0.2.7› - ‹user:lholm› [19/Sep/2031:10:20:00 +0100] "GET / HTTP/1.1" 200 2326
                Auth: [SMB2] user [RIGS]\\[‹user:lholm›] at noon
                New client connected as gw (p2, c1, k60, u'‹user:lholm›').
                home-‹user:lholm›.mount: Deactivated
                open \\\\nas\\home\\‹user:lholm›\\docs
                exec ~‹user:lholm›/bin/run.sh
                read /var/spool/cron/crontabs/‹user:lholm›: denied
                """.replace("\\\\", "\\").replace("'lholm'", "'‹user:lholm›'").replace("home-‹", "see home-‹");
    }

    private static String userFields() {
        return """
                payload={'user': '‹user:lholm›', 'n': 3}
                payload={u'user_name': u'‹user:lholm›', 'n': 3}
                {"log":"{\\"user\\":\\"‹user:l_holm›\\"}\\n"}
                {"log":"audit user=‹user:lholm›\\n"}
                config: login: ‹user:lholm›
                user: ‹user:lholm›, tries: 3
                Account Name: ‹user:lholm› Account Domain: RIGS
                runas /user:‹user:RIGS\\lholm› cmd
                user=‹user:RIGS\\tora› denied
                imap-login: user=<‹user:lholm›>, method=PLAIN
                Benutzer: ‹user:lholm›
                utilisateur : ‹user:lholm›
                usuario=‹user:lholm› rechazado
                """.replace("\\\\", "\\");
    }

    private static String phones() {
        return """
                call ‹phone:+47 22 12 34 56› before noon
                ring ‹phone:+1-503-555-0137› or mail
                office ‹phone:(503) 555-0137› is closed
                fax 1-503-555-0137 ext. 4
                number ‹phone:503.555.0137›,
                {"phone":"‹phone:030 1234567›"}
                Mobile: ‹phone:0171 2345678›
                userPhone=‹phone:01712345678› saved
                tél. ‹phone:06.12.34.56.78› ou
                Call from '‹phone:0047 22 12 34 56›' taken
                Tlf: ‹phone:22123456› (dag)
                Телефон: ‹phone:22123456›
                手机：‹phone:13912345678›
                callerid=‹phone:22123456›
                """.replace("fax 1-503-555-0137 ext. 4", "fax ‹phone:1-503-555-0137 ext. 4›");
    }

    private static String accounts() {
        return """
                paid to ‹iban:NO8490011234567› today
                paid to ‹iban:DE44 5001 0517 5407 3249 31›.
                from ‹iban:GB26MIDL40051512345674›;
                bank account ‹account:40051512345›
                credit card ‹card:411122223333›
                ssn ‹ssn:219-09-9998› given
                was ‹ssn:219 09 9998› too
                """;
    }

    private static String nationalIds() {
        return """
                fødselsnummer: ‹national-id:14056710036›
                My SIN is ‹national-id:450-123-989› thanks
                NHS number: ‹national-id:431 509 8728›
                Steuer-ID ‹national-id:48293157063›
                {"taxId":"‹national-id:48293157063›"}
                born ‹national-id:710623-4185› in Malmo
                rrn ‹national-id:710623-2418905›
                cpf: ‹national-id:408.215.963-06›
                driving licence ‹national-id:HOLMX706231LM9AB›
                NINO ‹national-id:JG 10 37 59 A› and more
                insured JG103759A.
                passport no ‹national-id:L4029183› lost
                CPR-nr. ‹national-id:230671-4185›
                {"log":"{\\"cpr\\": \\"‹national-id:2306714180›\\"}"}
                AHV-Nr. ‹national-id:756.3719.0548.23›
                CURP ‹national-id:HOLT850413HDFLRN02› ok
                row HOLT850413HDFLRN02 read
                payload={'tw_id': '‹national-id:F135792464›'}
                RUT: ‹national-id:17.306.434-9›
                HKID ‹national-id:Y377190(1)›
                snils ‹national-id:181-387-394 96› twice
                inn: ‹national-id:774692303196›
                rnokpp=‹national-id:3779040022›
                EMŠO: ‹national-id:0708953501697›
                マイナンバー: ‹national-id:305719268400›
                cuil=‹national-id:20-30518842-6› found
                tax_file_number=‹national-id:450123989›
                """.replace("insured JG103759A", "insured ‹national-id:JG103759A›")
                .replace("row HOLT850413HDFLRN02", "row ‹national-id:HOLT850413HDFLRN02›");
    }

    private static String openValues() {
        return """
                ‹national-id:48293157032›
                field rejected value=‹national-id:48293157032› attempt=3
                {"note":"‹national-id:7106234185›","n":1}
                PAM detail: ‹national-id:234567107› [preauth]
                bad input, value was ‹phone:0171 2345678› (attempt 2)
                comment='‹phone:02212 34567›'
                value=‹secret:q7Rw2Zp9Lx4Vn8Tb3Yc6Md1Kf5Hj0Gs2Qa7We› end=1
                """;
    }

    private static String places() {
        return """
                lat/lon ‹gps:59.91273,10.74609› fixed
                {"lat":‹gps:59.91273›,"lon":‹gps:10.74609›}
                POINT(‹gps:10.74609 59.91273›)
                "loc":‹gps:[10.74609, 59.91273]›
                $GPGGA,101112.00,‹gps:5954.7638,N,01044.7654,E›,1,08,0.9,12.1,M
                $GNRMC,101112.00,A,‹gps:5954.7638,N,01044.7654,E›,0.02,77.5
                $GNGLL,‹gps:5954.7638,N,01044.7654,E›,101112.00,A
                geofence left at ‹gps:59°54'45.8"N 10°44'45.9"E›.
                open https://maps.example.org/maps/@‹gps:59.91273,10.74609›,15z
                fix 3D ‹gps:-59.912730, 10.746090›
                tracker update ‹gps:59.91, -10.75›
                at position: ‹gps:59.91273°N 10.74609°E›
                user_id=‹uuid:3f0c9a52-7d1b-4c86-9e0a-5b7d2c41f688› seen
                {"deviceId": "‹uuid:3f0c9a52-7d1b-4c86-9e0a-5b7d2c41f688›"}
                machine-id ‹uuid:3f0c9a52-7d1b-4c86-9e0a-5b7d2c41f688›
                installation id ‹uuid:3f0c9a52-7d1b-4c86-9e0a-5b7d2c41f688› is new
                Ger\u00e4te-ID: ‹uuid:3f0c9a52-7d1b-4c86-9e0a-5b7d2c41f688›
                "product_uuid": "‹uuid:3f0c9a52-7d1b-4c86-9e0a-5b7d2c41f688›"
                RELAY_KEY = "‹uuid:3F0C9A52-7D1B-4C86-9E0A-5B7D2C41F688›"
                """;
    }

    private static String hosts() {
        return """
                cannot resolve host ‹host:pump-7.quay.example.net›
                cannot resolve host ‹host:pump-8.quay.example.net›.log
                dial tcp: lookup ‹host:nas.rig7.lan› on port 53
                connect to ‹host:gw-3.north.example.org›: refused
                tls: server name ‹host:plc.example.net›
                host=‹host:db1.harbour.example.net› port=5432
                GET https://‹host:cam.site.internal›/snap.jpg
                ssh ‹host:cam-7.home.arpa› refused
                Drucker auf ‹host:nas.fritz.box› offline
                query[A] ‹host:plc.speedport.ip› from ‹ipv4:192.0.2.9›
                Started on ‹host:hist-2.localdomain›.
                ‹host:ad.rigs.private› is down
                see ‹host:https://www.harbour.example/›
                """;
    }

    private static String wallets() {
        return """
                pay ‹wallet:bc1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq9e75rs›
                to ‹wallet:0x52908400098527886E0F7030069857D2E4169EE7›!
                """;
    }
}
