package skerry.agent.enrol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import skerry.platform.files.Disk;
import skerry.platform.files.SafeFile;
import skerry.platform.tls.KnownTime;
import skerry.protocol.ProtocolException;
import skerry.protocol.Uid;
import skerry.protocol.identity.HubCard;
import skerry.protocol.stick.Invitation;
import skerry.protocol.stick.StickEnrol;
import skerry.protocol.stick.StickLayout;

/**
 * Joins and renews where there is no network: leaves a request on each stick that passes, and takes up the hub's grant from one
 * that comes back. Used by one thread at a time.
 */
public final class StickDoor {
    private final Disk disk;
    private final Uid uid;
    private final Path enrolment;
    private final Path openRequest;
    private final Enroller enroller;
    private final Supplier<Optional<KnownTime>> clock;

    /**
     * @param enrolment file of what the hub granted
     * @param openRequest file of what is not answered yet
     * @param clock the date if it can be trusted
     */
    public StickDoor(
            Disk disk, Path enrolment, Path openRequest, Enroller enroller, Supplier<Optional<KnownTime>> clock) {
        this.disk = disk;
        this.uid = enroller.uid();
        this.enrolment = enrolment;
        this.openRequest = openRequest;
        this.enroller = enroller;
        this.clock = clock;
    }

    /** The hub that this agent has asked to take it in, for which its data is sealed meanwhile. */
    public static Optional<HubCard> askedHub(Path openRequest) throws IOException {
        return OpenRequest.load(openRequest).flatMap(OpenRequest::hub);
    }

    /**
     * Asks to join by the invitation on a stick, which {@link #serve} then carries.
     *
     * @throws IOException one sentence, if there is none or it cannot be used
     */
    public void join(Path stick, String node, String role) throws IOException {
        Path file = stick.resolve(StickLayout.ROOT).resolve(StickLayout.INVITATION);
        Invitation invitation;
        try {
            invitation = Invitation.parse(read(file, Invitation.MAX_BYTES));
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "there is no " + file + ": have 'skerry-hub enrol --site SITE --stick DIR' write it", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " cannot be used: " + e.getMessage(), e);
        }
        enroller.ask(invitation.code(), Optional.of(invitation.hub()), node, role)
                .save(openRequest);
    }

    /**
     * Does what there is to do with a stick: takes up a grant that answers the open request, or leaves the request.
     *
     * @return what was done, as sentences
     * @throws IOException if the stick or the data folder fails
     */
    public List<String> serve(Path stick) throws IOException {
        Optional<OpenRequest> open = OpenRequest.load(openRequest);
        if (open.isEmpty()) {
            open = renewal();
        }
        if (open.isEmpty()) {
            return List.of();
        }
        Path root = stick.resolve(StickLayout.ROOT);
        StickEnrol kind = open.get().join().isPresent() ? StickEnrol.JOIN : StickEnrol.RENEW;
        byte[] request = open.get().request().toArray();
        Optional<byte[]> grant = found(
                root.resolve(StickLayout.RECEIPTS).resolve(StickLayout.grant(uid, request)), StickEnrol.MAX_BYTES);
        if (grant.isPresent()) {
            return take(open.get(), grant.get(), root.resolve(uid.value()).resolve(StickLayout.request(kind)));
        }
        return leave(root, kind, request);
    }

    private Optional<OpenRequest> renewal() throws IOException {
        Optional<Enrolment> present = Enrolment.load(enrolment);
        boolean due = present.isPresent()
                && clock.get()
                        .map(now -> now.at().isAfter(present.get().renewAt()))
                        .orElse(false);
        if (!due) {
            return Optional.empty();
        }
        OpenRequest renewal = enroller.askAgain(present.get());
        renewal.save(openRequest);
        return Optional.of(renewal);
    }

    private List<String> take(OpenRequest open, byte[] file, Path request) throws IOException {
        Enrolment granted;
        try {
            granted = open.granted(StickEnrol.GRANT.message(file));
        } catch (ProtocolException e) {
            return List.of("The hub's grant on the stick was not used: " + e.getMessage());
        } catch (IOException e) {
            return List.of("The hub's grant on the stick was not used, since " + e.getMessage() + ".");
        }
        granted.save(enrolment);
        OpenRequest.remove(openRequest);
        disk.delete(request);
        return List.of("The hub took this node in as " + granted.site() + "/" + granted.node()
                + "; its certificate counts until " + granted.end() + ".");
    }

    private List<String> leave(Path root, StickEnrol kind, byte[] request) throws IOException {
        Path own = root.resolve(uid.value());
        String name = StickLayout.request(kind);
        byte[] file = kind.file(request);
        if (!found(own.resolve(name), StickEnrol.MAX_BYTES)
                .filter(there -> Arrays.equals(there, file))
                .isPresent()) {
            disk.makeFolder(root);
            disk.makeFolder(own);
            disk.syncFolder(root);
            new SafeFile(disk, own, "request-" + ProcessHandle.current().pid() + StickLayout.PARTIAL).write(name, file);
        }
        return List.of(
                kind == StickEnrol.JOIN
                        ? "The stick asks the hub to take this node in; bring it back after the import."
                        : "The stick asks the hub for a new certificate; bring it back after the import.");
    }

    private Optional<byte[]> found(Path file, int most) throws IOException {
        try {
            return Optional.of(read(file, most));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** At most one byte more than allowed, which its reader then refuses. */
    private byte[] read(Path file, int most) throws IOException {
        try (InputStream in = disk.open(file)) {
            return in.readNBytes(most + 1);
        }
    }
}
