package skerry.hub.update;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skerry.hub.store.FleetStore;
import skerry.hub.store.Release;
import skerry.hub.store.Rollout;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.update.ReleaseFile;
import skerry.protocol.update.ReleaseKey;
import skerry.protocol.update.ReleaseKey.Rotation;
import skerry.protocol.update.ReleaseManifest;
import skerry.protocol.update.ReleaseSignature;

/**
 * Takes releases in: first the papers, which are checked as a machine would check them, then file by file what agents need. A
 * release counts when its last file is there. Thread-safe.
 */
public final class ReleaseDesk {
    /** Releases that are being handed in; the oldest gives way. */
    private static final int MOST_INCOMING = 4;

    private final FleetStore store;
    private final ReleaseFolder folder;
    private final InstantSource clock;
    private final Map<String, Incoming> incoming = new LinkedHashMap<>();

    public ReleaseDesk(FleetStore store, ReleaseFolder folder, InstantSource clock) {
        this.store = store;
        this.folder = folder;
        this.clock = clock;
    }

    private record Incoming(Release release, String keyText) {}

    /**
     * What says that a release is sound.
     *
     * @param rotation keys with the signature of each by the one before, the oldest first
     * @param fingerprint of the key, as a person compared it; asked for when the hub trusts none yet
     */
    public record Papers(
            Bytes manifest, Bytes signatures, Bytes key, List<Rotated> rotation, Optional<String> fingerprint) {
        public Papers {
            rotation = List.copyOf(rotation);
        }

        /** A later key, and the signature of its file. */
        public record Rotated(Bytes key, Bytes signature) {}
    }

    /** Why a release is not taken; the message is one sentence for people. */
    public static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private Refusal(String why) {
            super(why);
        }
    }

    /**
     * Checks the papers of a release.
     *
     * @return the release, and which of its files are still to be handed in
     * @throws Refusal if something of it does not hold
     * @throws IOException if the folder cannot be written
     */
    public synchronized Opened open(Papers papers, String by) throws Refusal, IOException {
        Release release;
        String keyText;
        try {
            ReleaseKey key = trusted(papers);
            ReleaseManifest manifest = ReleaseManifest.verified(
                    papers.manifest().toArray(), papers.signatures().toArray(), key);
            keyText = new String(key.text().toArray(), StandardCharsets.US_ASCII);
            release = release(papers, manifest, key, by);
        } catch (ProtocolException e) {
            throw new Refusal("the release was refused, and nothing was changed: " + e.getMessage());
        }
        Optional<Release> known = store.releases().find(release.version());
        if (known.isPresent() && !known.get().manifest().equals(release.manifest())) {
            throw new Refusal("another release " + release.version()
                    + " is here already, made at another time: remove that one first");
        }
        handIn(release.manifest(), papers.manifest());
        handIn(release.signatures(), papers.signatures());
        if (incoming.size() >= MOST_INCOMING) {
            incoming.remove(incoming.keySet().iterator().next());
        }
        incoming.put(release.version(), new Incoming(release, keyText));
        return opened(release);
    }

    /** @param lacking what is still to be handed in; if nothing, the release counts */
    public record Opened(Release release, List<Release.File> lacking) {}

    private Opened opened(Release release) {
        List<Release.File> lacking =
                release.files().stream().filter(file -> !folder.has(file)).toList();
        Incoming done = incoming.get(release.version());
        if (lacking.isEmpty() && done != null) {
            store.releases().add(done.release(), done.keyText());
            incoming.remove(release.version());
        }
        return new Opened(release, lacking);
    }

    private void handIn(Release.File file, Bytes content) throws IOException {
        if (!folder.has(file)) {
            Optional<String> _ = folder.take(file, new ByteArrayInputStream(content.toArray()));
        }
    }

    private ReleaseKey trusted(Papers papers) throws ProtocolException, Refusal {
        ReleaseKey offered = ReleaseKey.parse(papers.key().toArray());
        Optional<String> pinned = store.releases().key();
        if (pinned.isEmpty()) {
            String said = papers.fingerprint().orElse("");
            if (said.isEmpty()) {
                throw new Refusal("this hub trusts no release key yet, and the release's is " + offered.fingerprint()
                        + ": if your printed page says the same, add it again with --fingerprint "
                        + offered.fingerprint());
            }
            if (!said.equalsIgnoreCase(offered.fingerprint())) {
                throw new Refusal("the release's key is " + offered.fingerprint()
                        + ", which is not the fingerprint you gave: compare it with your printed page; if it was typed"
                        + " right, do not use this release");
            }
            return offered;
        }
        var rotation = new ArrayList<Rotation>();
        for (Papers.Rotated next : papers.rotation()) {
            rotation.add(new Rotation(
                    ReleaseKey.parse(next.key().toArray()),
                    ReleaseSignature.parse(next.signature().toArray())));
        }
        ReleaseKey trusted = ReleaseKey.parse(pinned.get().getBytes(StandardCharsets.US_ASCII))
                .follow(rotation);
        if (!trusted.equals(offered)) {
            throw new Refusal("the release's key is " + offered.fingerprint() + ", and this hub trusts "
                    + trusted.fingerprint()
                    + ": ask who made the release; a new key counts when the old one has signed it");
        }
        return offered;
    }

    private Release release(Papers papers, ReleaseManifest manifest, ReleaseKey key, String by) throws Refusal {
        var files = new ArrayList<Release.File>();
        files.add(file(ReleaseManifest.NAME, papers.manifest()));
        files.add(file(ReleaseManifest.SIGNATURES_NAME, papers.signatures()));
        List<ReleaseFile> packages = manifest.architectures().stream()
                .flatMap(architecture -> manifest.agentPackage(architecture).stream())
                .toList();
        if (packages.isEmpty()) {
            throw new Refusal("the release " + manifest.version()
                    + " has no package of the agent, so no agent can be updated by it");
        }
        for (List<ReleaseFile> some : List.of(manifest.papers(), packages)) {
            some.forEach(file -> files.add(new Release.File(file.path(), file.digest(), file.size())));
        }
        return new Release(manifest.version(), key.fingerprint(), clock.millis(), by, files);
    }

    private static Release.File file(String path, Bytes content) {
        return new Release.File(path, content.sha256(), content.size());
    }

    /**
     * Takes in a file of a release that was opened.
     *
     * @return what is still lacking
     * @throws Refusal if it is not what the manifest names
     */
    public Opened take(String version, Bytes sha256, InputStream content) throws Refusal, IOException {
        Release release = incoming(version);
        Release.File file = release.files().stream()
                .filter(one -> one.sha256().equals(sha256))
                .findFirst()
                .orElseThrow(() -> new Refusal("the release " + version + " has no such file"));
        if (!folder.has(file)) {
            Optional<String> wrong = folder.take(file, content);
            if (wrong.isPresent()) {
                throw new Refusal("the file " + file.path() + " of the release " + wrong.get()
                        + ": have the release made again, or copy it again");
            }
        }
        synchronized (this) {
            return opened(release);
        }
    }

    private synchronized Release incoming(String version) throws Refusal {
        Incoming known = incoming.get(version);
        if (known == null) {
            throw new Refusal("no release " + version + " is being handed in: begin with its manifest");
        }
        return known.release();
    }

    /**
     * Removes a release, and the files that no other one has.
     *
     * @return whether there was one
     * @throws Refusal if a rollout needs it
     */
    public synchronized boolean remove(String version) throws Refusal, IOException {
        Optional<Rollout> open =
                store.rollouts().open().filter(rollout -> rollout.version().equals(version));
        if (open.isPresent()) {
            throw new Refusal("a rollout of " + version + " is not over yet: stop it first");
        }
        boolean removed = store.releases().remove(version);
        if (incoming.isEmpty()) {
            folder.keepOnly(store.releases().all());
        }
        return removed;
    }

    /** Whether all files of a release are there; after a restore they may not be. */
    public boolean isWhole(Release release) {
        return release.files().stream().allMatch(folder::has);
    }
}
