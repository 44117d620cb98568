package skerry.agent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets by their names and places: what is taken, to the character, and what only looks so. */
class SecretsTest {
    private static final Redactor REDACTOR = PolicyRedactor.standard();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RELAY_STORAGE_KEY=‹secret:Tz8/qWm4vR1nKp6XsD3yLb0HcJ7uFe9A›",
                "{\"hmacKey\":\"‹secret:Tz8qWm4vR1nKp6XsD3yL›\",\"n\":1}",
                "LICENSE_KEY: ‹secret:9f31c7d2e8a4b05617c3d9e2f8a1b4c6›",
                "subscription-key=‹secret:4be1f07c93d2a856e1b7c0d4f93a2e58›&v=2",
                "routingkey=‹secret:R7f2K9d1M4x8Q3z6V0b5›",
                "RIG_PAT=‹secret:Tz8qWm4vR1nKp6XsD3yLb0Hc› loaded",
                "creds: ‹secret:aG9sbTpEcjFsbC1iMXQ=›",
                "client-key-data: ‹secret:LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0t›",
                "JSESSIONID=‹secret:7C1E9A4B2D8F60537E1C9A4B2D8F6053›; x",
                "Geheimnis: ‹secret:Tz8qWm4vR1nKp6Xs›",
                "Schlüssel ‹secret:Tz8qWm4vR1nKp6XsD3yLb0›",
                "clé API : ‹secret:Tz8qWm4vR1nKp6XsD3yLb0›",
                "relay secret is ‹secret:Tz8qWm4vR1nKp6XsD3yLb0› now",
                "api token ‹secret:x7k2p9q4m1z8v3b6n0c5› was revoked",
            })
    void aKeyIsTakenByItsName(String line) {
        takesExactly(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api_key: ‹secret:/Tz8qWm4vR/1nKp6XsD3yLb0Hc=›",
                "PrivateKey = ‹secret:/7uFe9ATz8qWm4vR1nKp6XsD3yLb0HcJ/Q2w5E8r0T›",
                "api_key_file=/etc/rig7/Keys/relay2.pem",
                "secret: /run/secrets/relay",
                "private_key=/Volumes/Rig/Library/Keys2/relay",
                "password_file: /run/secrets/db2",
            })
    void base64ThatBeginsWithASlashIsNoPath(String line) {
        takesExactly(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Kennwort: ‹password:Bohr#loch7›",
                "Kennwort lautet ‹password:Bohrloch7›",
                "Passwort ist ‹password:bohr-loch-tief-nass›",
                "mot de passe : ‹password:forage77›",
                "contraseña: ‹password:taladro9›",
                "hasło: ‹password:wiertlo9›",
                "senha=‹password:broca9›",
                "wachtwoord: ‹password:boor9›",
                "lösenord: ‹password:borr9›",
                "heslo: ‹password:vrtak9›",
                "пароль: ‹password:бур-9x›",
                "密码: ‹password:zuan9tou›",
                "la password è ‹password:trapano9›",
                "New password for ‹user:lena.holm› is ‹password:Dr1llbit›",
                "wpa_psk=‹password:Dr1llbit›",
                "pw=‹password:Dr1llbit›;",
                "requirepass ‹password:Dr1llbit›",
                "openssl enc -aes-256-cbc -pass pass:‹password:Dr1llbit› -in x",
                "dbpass=‹password:Dr1llbit›",
                "password_hash=‹password:b1946ac92492d2347c6235b4d2611184›",
            })
    void aPasswordIsTakenByItsNameInManyLanguages(String line) {
        takesExactly(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TTY=pts/0 ; PWD=/var/log ; USER=root ; COMMAND=/bin/ls",
                "pwd: /opt/rig7",
                "OLDPWD=~/work",
                "pass=12 fail=0 skip=3",
                "Test pass: 118 of 120",
                "second pass: 104096 blocks",
                "first_pass_yield=98.7",
                "password_hash_rounds=12",
                "password_encryption = scram-sha-256",
                "password_min_length=10 password.max.age=90",
                "passwd: password unchanged",
                "password is case-sensitive",
                "Password is required; password for root is expired",
                "bypass=eth0:2000",
                "compass: 127deg",
                "secret_name=relay-tls key_size=4096 token_ttl=24h0m0s",
                "routing_key=plant.line1.Temp2",
                "primary_key=orders_pkey2 cache key user:settings:v2",
                "client_key=/etc/rig7/client2.key",
                "sort_key=created_at2 partition_key=device-17",
                "--discovery-token-ca-cert-hash sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
                "keyboard: de; monkey=3; key: temperature2",
                "secret relay-tls-v2 mounted, token default-token-x7k2p created",
                "session_pattern=abc _path=/opt/Rig7",
                "это ключ: температура2",
                "la clé est en place: 12",
            })
    void whatOnlySoundsLikeASecretStays(String line) {
        takesExactly(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST https://api.telegram.org/bot‹telegram-token:5512345678:AAHq3Zk9_wLt7Vb2Xc-Rm5Yp8Nd1Js4Gf6T›/getMe",
                "https://rig7.blob.example/a.csv?sv=2024-01-01&sr=b&sig=‹secret:Tz8qWm4vR1nKp6XsD3yLb0HcJ7uFe9A2Q5w%3D›&se=1",
                "GET /api/run?code=‹secret:Tz8qWm4vR1nKp6XsD3yLb0HcJ7uFe9AAzFuQ2w5E8r==› 200",
                "s3 X-Amz-Signature=‹secret:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945›",
                "?X-Amz-Security-Token=‹secret:IQoJb3JpZ2luX2VjEHwaCXVzLWVhc3QtMSJ›&x=1",
                "/v.mp4?Expires=1783702243&Signature=‹secret:Tz8qWm4v~R1nKp6XsD3yLb0HcJ7uFe9A__›&Key-Pair-Id=‹secret:K2RIG7EXAMPLE1›",
                "hook ‹vendor-token:https://discord.com/api/webhooks/112233445566778899/Tz8qWm4vR1nKp6XsD3yLb0HcJ7uFe9A2Q5w8E1r4T7y0›",
                "GET /live?token=‹secret:x7k2p9q4m1z8v3b6n0c5›&apikey=‹secret:Tz8qWm4vR1nKp6Xs› 101",
                "GET /cb?code=404 /x?code=ERR_TIMEOUT&key=device-temperature-outside HTTP/1.1",
                "signature=valid sig=SIGTERM bisig=1",
                "GET /api/webhooks/12/relay and /webhooks/7/deliveries/19 200",
            })
    void aSecretInAnAddressIsTaken(String line) {
        takesExactly(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: sessionid=‹secret:x7k2p9q4m1z8v3b6n0c5w2›; theme=dark",
                "Cookie: lang=de; connect.sid=‹secret:s%3ATz8qWm4vR1nKp6XsD3yLb0›; csrftoken=‹secret:Tz8qWm4vR1nKp6Xs›",
                "Set-Cookie: JSESSIONID=‹secret:7C1E9A4B2D8F60537E1C9A4B2D8F6053›; Path=/; Max-Age=3600; HttpOnly",
                "{\"cookie\":\"rig=‹secret:Tz8qWm4vR1nKp6XsD3yLb0HcJ7›\",\"n\":1}",
                "set-cookie: a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Domain=rig; Secure",
                "Cookie: theme=dark; cookie_consent=accepted; page=42",
                "cookie: missing, cookie=none, no cookie: at all",
            })
    void aCookieThatStandsForALoginIsTaken(String line) {
        takesExactly(line);
    }

    @Test
    void manyCookiesAreTakenAtOnce() {
        String line = "Cookie: " + "a=x7k2p9q4m1z8v3b6n0c5; ".repeat(40) + "theme=dark";

        assertThat(REDACTOR.redact(line)).isEqualTo("Cookie: a=<secret>; theme=dark");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sshpass -p ‹password:Dr1llbit› ssh rig7",
                "sshpass -p '‹password:two words 7›' scp a b",
                "mysqldump -u root -p‹password:Dr1llbit› plant",
                "docker login -u ci -p ‹password:Dr1llbit› registry",
                "/usr/bin/redis-cli -a ‹password:Dr1llbit› ping",
                "{\"cmd\":\"mosquitto_pub -h b -p 1883 -u gw -P ‹password:Dr1llbit›\"}",
                "ipmitool -U admin -P \"‹password:Dr1llbit›\" power status",
                "ldapsearch -D cn=admin -w ‹password:Dr1llbit› -b dc=x",
                "smbclient -U lena%‹password:Dr1llbit› -L nas",
                "keytool -list -storepass ‹password:Dr1llbit› -keypass ‹password:Dr1llbot›",
                "sqlplus app/‹password:Dr1llbit›@orcl",
                "echo 'root:‹password:Dr1llbit›' | sudo chpasswd",
                "open app:‹password:Dr1ll:bit›@tcp(db:3306)/plant",
                "CREATE USER app IDENTIFIED BY '‹password:Dr1llbit›'",
                "snmp-server community ‹password:Dr1llbit› RO",
                "net use Z: \\\\nas\\share ‹password:Dr1llbit› /user:‹user:op›",
                "AUTH ‹password:Dr1llbit›",
                "ssh -p 2222 rig7; mkdir -p build7/x; tar -a -cf x; nmap -p 22,80 rig7",
                "docker run -p 8080:80 web; docker login -u ci --password-stdin",
                "mysql -u root -p plant; mysql -P 3306; mosquitto_sub -p 1883 -t x",
                "redis-cli -p 6379 -a $PASS; sshpass -e ssh rig7; sshpass -p <password> x",
                "AUTH method SHA256 failed; AUTH TLS",
                "snmp-server community public RO",
                "updated by 'relay7'; created by 'holm2'",
                "net use Z: /user:‹user:op›; chpasswd: line 2: missing",
            })
    void aPasswordOfACommandIsTakenAndOtherOptionsStay(String line) {
        takesExactly(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root:‹password:$6$Rk3vQ9xZ$Tz8qWm4vR1nKp6XsD3yLb0HcJ7uFe9A2Q5w8E1r4T7y0Tz8qWm4vR1nKp6XsD3yLb0HcJ7uFe9A›:19000",
                "hash ‹password:$2b$12$Tz8qWm4vR1nKp6XsD3yLb0HcJ7uFe9A2Q5w8E1r4T7y0aBcDeFgH›, old",
                "‹password:$y$j9T$Rk3vQ9xZTz8q$Tz8qWm4vR1nKp6XsD3yLb0HcJ7uFe9A2Q5w8E1r4T7y›",
                "lena:‹password:$apr1$Rk3vQ9xZ$Tz8qWm4vR1nKp6XsD3yLb0›",
                "db=‹password:$argon2id$v=19$m=65536,t=3,p=4$Rk3vQ9xZTz8q$Tz8qWm4vR1nKp6XsD3yLb0HcJ7uFe9A2Q5w8E1r4T7y›",
                "‹password:SCRAM-SHA-256$4096:Rk3vQ9xZTz8qWm4v$Tz8qWm4vR1nKp6XsD3yLb0HcJ7uFe9A2Q5w8E1r4T7y=:Tz8qWm4vR1nKp6XsD3yLb0HcJ7uFe9A2Q5w8E1r4T7y=›",
                "awk '{print $1$2$3}' $6$HOME/some/long/path/without/any/hash",
                "SCRAM-SHA-256 authentication with $5$",
            })
    void aHashOfAPasswordIsTaken(String line) {
        takesExactly(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"auths\":{\"registry\":{\"auth\":\"‹basic-auth:bGVuYTpEcjFsbGJpdA==›\"}}}",
                "{\\\"auth\\\":\\\"‹basic-auth:bGVuYTpEcjFsbGJpdA==›\\\"}",
                "{\"auth\":\"SCRAM-SHA-256\",\"n\":1}",
                "{\"auth\": \"none\"}",
                "curl -s -u‹basic-auth:rig7:Dr1ll› https://cfg",
                "tail -u rig7:x; sort -u a:b",
            })
    void credentialsOfARegistryAndOfCurlAreTaken(String line) {
        takesExactly(line);
    }

    static void takesExactly(String line) {
        Marked marked = Marked.parse(line);

        Redaction redaction = REDACTOR.inspect(marked.text());

        assertThat(redaction.findings()).isEqualTo(marked.findings());
        assertThat(REDACTOR.redact(marked.text())).isEqualTo(marked.redacted());
        assertThat(REDACTOR.redact(marked.redacted())).isEqualTo(marked.redacted());
    }
}
