package skerry.agent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

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

    static void takesExactly(String line) {
        Marked marked = Marked.parse(line);

        Redaction redaction = REDACTOR.inspect(marked.text());

        assertThat(redaction.findings()).isEqualTo(marked.findings());
        assertThat(REDACTOR.redact(marked.text())).isEqualTo(marked.redacted());
        assertThat(REDACTOR.redact(marked.redacted())).isEqualTo(marked.redacted());
    }
}
