package skerry.agent.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.update.ReleaseFile;
import skerry.protocol.update.ReleaseKey;
import skerry.protocol.update.ReleaseManifest;
import skerry.protocol.update.ReleaseSignature;
import skerry.protocol.update.UpgradeOrder;

/**
 * Fetches of a release what this machine needs: the manifest and its signatures, and only if a key that the machine trusts signed
 * them, the keys and the package. Not thread-safe.
 */
final class ReleaseFetch {
    private static final long ROOM_BESIDE = 64L << 20;
    private static final String ROTATION = "rotation/";

    private final UpgradePlace place;
    private final FileFetch files;

    ReleaseFetch(UpgradePlace place, FileFetch files) {
        this.place = place;
        this.files = files;
    }

    void fetch(UpgradeOrder order) throws UpgradeFailure, IOException, InterruptedException {
        Path manifestFile = place.release().resolve(ReleaseManifest.NAME);
        Path signaturesFile = place.release().resolve(ReleaseManifest.SIGNATURES_NAME);
        files.fetch(order.manifest(), order.manifestBytes(), manifestFile);
        files.fetch(order.signatures(), order.signaturesBytes(), signaturesFile);
        ReleaseManifest manifest = verified(Files.readAllBytes(manifestFile), Files.readAllBytes(signaturesFile));
        if (!manifest.version().equals(order.version())) {
            throw new UpgradeFailure("the release is " + manifest.version() + ", and not " + order.version());
        }
        ReleaseFile ours = manifest.agentPackage(place.architecture())
                .orElseThrow(() -> new UpgradeFailure("the release has no package for " + place.architecture()));
        for (ReleaseFile paper : manifest.papers()) {
            if (paper.path().equals(ReleaseKey.NAME) || paper.path().startsWith(ROTATION)) {
                fetchText(paper);
            }
        }
        requireRoom(ours);
        fetch(ours);
    }

    private ReleaseManifest verified(byte[] manifest, byte[] signatures)
            throws UpgradeFailure, IOException, InterruptedException {
        try {
            ReleaseKey pinned = ReleaseKey.parse(Files.readAllBytes(place.pin()));
            try {
                return ReleaseManifest.verified(manifest, signatures, pinned);
            } catch (ProtocolException e) {
                if (e.reason() != Reason.SIGNATURE) {
                    throw e;
                }
                // Perhaps by a key that ours has signed: a few small files, whoever named them.
                List<ReleaseKey.Rotation> rotation = rotation(ReleaseManifest.parse(manifest));
                return ReleaseManifest.verified(manifest, signatures, pinned.follow(rotation));
            }
        } catch (ProtocolException e) {
            throw new UpgradeFailure("this machine does not trust the release: " + inSentence(e));
        }
    }

    private List<ReleaseKey.Rotation> rotation(ReleaseManifest manifest)
            throws UpgradeFailure, IOException, InterruptedException {
        var rotation = new ArrayList<ReleaseKey.Rotation>();
        for (int number = 1; number <= Limits.MAX_RELEASE_ROTATIONS; number++) {
            Optional<ReleaseFile> key = manifest.file(ROTATION + number + ".key");
            Optional<ReleaseFile> signature = manifest.file(ROTATION + number + ".sig");
            if (key.isEmpty() || signature.isEmpty()) {
                break;
            }
            byte[] keyText = fetchText(key.get());
            byte[] signatureText = fetchText(signature.get());
            try {
                rotation.add(new ReleaseKey.Rotation(ReleaseKey.parse(keyText), ReleaseSignature.parse(signatureText)));
            } catch (ProtocolException e) {
                throw new UpgradeFailure("a former release key of it is damaged: " + inSentence(e));
            }
        }
        return rotation;
    }

    private byte[] fetchText(ReleaseFile file) throws UpgradeFailure, IOException, InterruptedException {
        if (file.size() > Limits.MAX_RELEASE_TEXT_BYTES) {
            throw new UpgradeFailure("the file " + file.path() + " of the release is too large");
        }
        return Files.readAllBytes(fetch(file));
    }

    private Path fetch(ReleaseFile file) throws UpgradeFailure, IOException, InterruptedException {
        if (file.size() == 0) {
            throw new UpgradeFailure("the file " + file.path() + " of the release is empty");
        }
        Path to = place.release().resolve(file.path());
        files.fetch(file.digest(), file.size(), to);
        return to;
    }

    private void requireRoom(ReleaseFile file) throws UpgradeFailure, IOException {
        long free = Files.getFileStore(place.release()).getUsableSpace();
        // Once here, and once in the updater's own folder.
        long needed = 2 * file.size() + ROOM_BESIDE;
        if (free < needed) {
            throw new UpgradeFailure("too little space: " + (needed >> 20)
                    + " MiB are needed beside what is there, and " + (free >> 20) + " MiB are free");
        }
    }

    private static String inSentence(ProtocolException e) {
        return String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
    }
}
