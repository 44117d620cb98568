package skerry.agent.update;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import skerry.protocol.Bytes;
import skerry.protocol.update.UpgradeOrder;

/** A small release as ./skerry bundle signs it, in the form that Java reads, and all that a hub can serve of it by digest. */
final class MadeUpRelease {
    static final String VERSION = "0.2.0";

    final Map<Bytes, byte[]> files = new HashMap<>();
    final UpgradeOrder order;

    private MadeUpRelease(Map<String, byte[]> named, String arch, KeyPair key) throws GeneralSecurityException {
        var manifest = new StringBuilder("skerry bundle 1\nversion " + VERSION + "\narch " + arch + "\n");
        named.forEach((path, content) -> {
            Bytes digest = Bytes.of(content).sha256();
            files.put(digest, content);
            manifest.append("file ")
                    .append(digest.hex())
                    .append(' ')
                    .append(content.length)
                    .append(' ')
                    .append(path)
                    .append('\n');
        });
        byte[] text = ascii(manifest.toString());
        byte[] signatures = signatures(text, key);
        files.put(Bytes.of(text).sha256(), text);
        files.put(Bytes.of(signatures).sha256(), signatures);
        order = new UpgradeOrder(
                VERSION,
                Bytes.of(text).sha256(),
                text.length,
                Bytes.of(signatures).sha256(),
                signatures.length);
    }

    static KeyPair key() throws GeneralSecurityException {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    /** @param keys that followed one another; the last signs it */
    static MadeUpRelease of(String arch, byte[] debian, KeyPair... keys) throws GeneralSecurityException {
        var named = new LinkedHashMap<String, byte[]>();
        named.put("deb/skerry-agent_" + VERSION + "_" + arch + ".deb", debian);
        named.put("install.sh", ascii("exit 1\n"));
        named.put("release-key", publicText(keys[keys.length - 1]));
        for (int next = 1; next < keys.length; next++) {
            named.put("rotation/" + next + ".key", publicText(keys[next]));
            named.put("rotation/" + next + ".sig", signatures(publicText(keys[next]), keys[next - 1]));
        }
        return new MadeUpRelease(named, arch, keys[keys.length - 1]);
    }

    static byte[] publicText(KeyPair key) {
        return ascii("skerry release key 1\ned25519 "
                + Base64.getEncoder().encodeToString(key.getPublic().getEncoded()) + "\nopenpgp AAAA\n");
    }

    private static byte[] signatures(byte[] data, KeyPair key) throws GeneralSecurityException {
        var signer = Signature.getInstance("Ed25519");
        signer.initSign(key.getPrivate());
        signer.update(data);
        String lines = "skerry signatures 1\ned25519 " + Base64.getEncoder().encodeToString(signer.sign())
                + "\nopenpgp AAAA\n";
        var all = new ByteArrayOutputStream();
        try {
            all.write(ascii(lines));
            all.write(ascii("sha256 " + Bytes.of(ascii(lines)).sha256().hex() + "\n"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return all.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
