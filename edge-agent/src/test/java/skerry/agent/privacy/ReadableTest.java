package skerry.agent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must stay readable, because operators need it and it is nobody's. */
class ReadableTest {
    private static final Redactor REDACTOR = PolicyRedactor.standard();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain words only",
                "2026-11-21T04:05:06.789012345Z 04:05:06 up 3:04, load 0.10, 0.20, 0.30",
                "released v1.4.2, was 1.4.1-rc.3+build.7",
                "firmware version 4.18.3.7 on board",
                "upgraded 5.10.63.1 to 6.12.30.4",
                "UA Chrome/103.0.0.0 Safari/537.36",
                "snmp 1.3.6.1.4.1.8072.3.2.10 = 7",
                "took 7m3.2s, p99=1.25ms, temp 48.9'C, 12.5%",
                "0000:01:00.0 PCI bridge; usb 1-1.4: reset",
                "image sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945",
                "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
                "push ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx or xoxb-your-token, as the manual says",
                "dckr_pat_short aio_read_requests_completed_total path.to.thing core_re_entry_counts",
                "replay re_entrant_loop_with_many_words_x1 patient.v2 MTI.abc mtime.log api-gateway-7d9f",
                "request api-3f0c9a52-7d1b-4c86-9e0a done, cio_disk_0 sbp_0123456789 secret_rotation_of_all_certificates_in_2026_x",
                "pod kube-system/coredns-7b98449c4-q2x8z node=pi-07 restarted",
                "/sys/fs/cgroup/kubepods.slice/kubepods-burstable.slice/cri-containerd-0a1b2c3d.scope",
                "at skerry.agent.Main.run(Main.java:42)",
                "std::vector<int>::at: out_of_range; core::fmt::Write; a::b",
                "fingerprint 0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9",
                "broadcast ff:ff:ff:ff:ff:ff, empty 00:00:00:00:00:00",
                "user@1000.service: started, icon@2x.png, pkg/mod@v1.2.3, root@pam",
                "Object com.acme.Thing@6d06d69c closed",
                "GET https://example.com/@news?x=1 200",
                "Basic authentication required; bearer token missing",
                "token_type=bearer expires_in=3600 max_tokens=4096",
                "MountVolume.SetUp failed: secret \"db-credentials\" not found",
                "secret=kube-system/default-token-x7k2p mounted",
                "password: required; password check failed; passed 17 tests",
                "password=<password> api_key=${API_KEY} token=$(cat t)",
                "order 4242424242424241, trace 1770000000000000000",
                "123e4567-e89b-12d3-a456-426614174000",
                "session opened for user root by (uid=0); check pass; user unknown",
                "user=system:serviceaccount:kube-system:job",
                "user space, user defined, user input not valid; User agent is curl; USER directive missing",
                "user session started, user service failed, user account locked, unknown user name or bad password",
                "login: failed; login: timed out; login=failed; user: not found; user=0.25s system=0.01s",
                "uid=0(root) gid=0(root) groups=0(root); uid=0 euid=0; (to root) root on pts/0",
                "imap-login: user=<email>, method=PLAIN; user [preauth]; [u'a', u'b']; - - [19/Sep/2031:10:20:00]",
                "~10/s, about ~root/x, 1.0~rc1/x, foo~ /x; home-assistant started",
                "{'user': None}; {\"log\":\"user=root\\n\"}; user: system:serviceaccount:default:job",
                "GET /api/users/17/home/ 200; open /home/: no such file",
                "-----BEGIN CERTIFICATE----- MIIB -----END CERTIFICATE-----",
                "<email> wrote to <ipv4>:8080 and <private-key>",
                "took 234567107 ns, offset=7106234185 lag=48293157032, inode 4315098728",
                "seq 951-302-93956 acked, ticket 555-0123, part 503-555-0137-B",
                "1783702243185 tick; 1783702243; 20260718054757 rotate",
                "value=1783702243185 at=1783702243",
                "le=+Inf ratio +0.25 zone +0200 diff +12345678 bytes",
                "block [363258, 1176090) size 4096, port range 32242-30338",
                "pod uid 3f0c9a52-7d1b-4c86-9e0a-5b7d2c41f688 volume pvc-3f0c9a52-7d1b-4c86-9e0a-5b7d2c41f688",
                "lookup web.shop.svc.cluster.local: no such host",
                "open /var/lib/app/config.local: no such file",
                "jdk.internal.misc.VM, com.acme.internal.Engine started, settings.local missing, .env.local loaded",
                "localhost.localdomain ready, zone 2.0.in-addr.arpa asked",
                "$GPGSV,3,1,11,03,03,111,00 in view; tracker update 12.5, 400.25; 20°C and 45'; request id 7",
                "request id 3f0c9a52-7d1b-4c86-9e0a-5b7d2c41f688, image id 3f0c9a52-7d1b-4c86-9e0a-5b7d2c41f688",
                "GET http://localhost:8080/metrics https://registry.example.org/v2/ 200",
                "latency=12.3456 position 4.5678 of queue, point (3.25, 4.5)",
                "microphone 48000 Hz; passport-local@1.0.0 installed; starting tin 3 of 4",
                "commit de44500105175407324930 GB26MIDL40051512345675 iban",
                "node de12 ae34 be56; pi-07 ready; AB-12 CD",
                "0x1fffa37b00000000 fp=0xc42003efd8 address 0x52908400098527886E0F7030069857D2E4169EE7FF",
                "value=node12 note=p99max detail=v12beta text=us-east-1a data=ab12cd34",
                "value=241.258351 unit=bar data=455.314668",
                "{\"sensor\":\"p1\",\"value\":921.887383,\"input\":104.942417}",
                "2026-01-14 21:18:10,896 INFO vehicle 12 started, passport service ready, invalid card",
                "1729232350: patient 12 started",
                "passport service took 3971553 ns, 450123989 bytes; contact 1234567 cycles; phone calls: 22123456 bytes",
                "mobile app build 22123456; phone book size 22123456, avs_bytes=450123989 cpr_requests_total 450123989",
                "nrn=7 offset=450123989",
                "{\"caller\":\"server/handler.go:108\",\"msg\":\"Receiving objects: 100% (5243/8115), 51.01 MiB\"}",
                "holiday inn booked 12 rooms; inn keeper started",
                "OID 2.5.29.50, section 40.2.1.3 of the manual, foo==41.2.3.4",
                "x = y :: z, ratio 16:9, :::, key:value, 10:20:30:40"
            })
    void staysAsItIs(String line) {
        assertThat(REDACTOR.redact(line)).isSameAs(line);
        assertThat(REDACTOR.inspect(line).findings()).isEmpty();
    }
}
