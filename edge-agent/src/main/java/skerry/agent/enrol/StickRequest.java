package skerry.agent.enrol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import skerry.platform.files.Disk;
import skerry.platform.files.SafeFile;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.ProtocolException.Reason;
import skerry.protocol.Uid;
import skerry.protocol.enrol.EnrolCodec;
import skerry.protocol.stick.StickEnrol;
import skerry.protocol.stick.StickLayout;

/** A request of one agent on a stick, and the hub's grant for it. Whoever brings the stick moves both and believes neither. */
public final class StickRequest {
    private final Disk disk;
    private final Path root;
    private final Path own;
    private final Path grant;
    private final String name;
    private final byte[] file;

    /** @param request a message of this kind, as {@link EnrolCodec} makes it */
    StickRequest(Disk disk, Path stick, Uid uid, StickEnrol kind, byte[] request) {
        this.disk = disk;
        this.root = stick.resolve(StickLayout.ROOT);
        this.own = root.resolve(uid.value());
        this.grant = root.resolve(StickLayout.RECEIPTS).resolve(StickLayout.grant(uid, request));
        this.name = StickLayout.request(kind);
        this.file = kind.file(request);
    }

    /**
     * What another node asks of its hub; its signature is for the hub to check.
     *
     * @param uid the other node, as the hub certified it
     * @param file a request to renew, as it is to be on the stick
     * @throws ProtocolException one sentence, if it is none, or one of another node
     */
    public static StickRequest ofOther(Disk disk, Path stick, Uid uid, Bytes file) throws ProtocolException {
        byte[] request = StickEnrol.RENEW.message(file.toArray());
        if (!EnrolCodec.peekRenew(request).uid().equals(uid)) {
            throw new ProtocolException(
                    Reason.SCHEMA, "The request to renew is one of another agent than " + uid + ".");
        }
        return new StickRequest(disk, stick, uid, StickEnrol.RENEW, request);
    }

    /** The hub's grant as the stick has it; at most one byte longer than allowed, which its reader then refuses. */
    public Optional<byte[]> grant() throws IOException {
        return found(grant);
    }

    /** Leaves the request on the stick, unless it is there. */
    public void leave() throws IOException {
        if (found(own.resolve(name)).filter(there -> Arrays.equals(there, file)).isEmpty()) {
            disk.makeFolder(root);
            disk.makeFolder(own);
            disk.syncFolder(root);
            new SafeFile(disk, own, "request-" + ProcessHandle.current().pid() + StickLayout.PARTIAL).write(name, file);
        }
    }

    /** Takes the request from the stick, since its grant was believed. */
    public void remove() throws IOException {
        disk.delete(own.resolve(name));
    }

    /** Leaves the request without its grant, which was not believed: an import grants what has no answer yet. */
    public void askAgain() throws IOException {
        disk.delete(grant);
        leave();
    }

    private Optional<byte[]> found(Path path) throws IOException {
        try (InputStream in = disk.open(path)) {
            return Optional.of(in.readNBytes(StickEnrol.MAX_BYTES + 1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
