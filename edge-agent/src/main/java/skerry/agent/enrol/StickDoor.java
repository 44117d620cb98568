package skerry.agent.enrol;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import skerry.agent.left.LeftRoad;
import skerry.platform.files.Disk;
import skerry.platform.tls.KnownTime;
import skerry.protocol.Bytes;
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
    private static final System.Logger LOG = System.getLogger(StickDoor.class.getName());

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
    public synchronized void join(Path stick, String node, String role) throws IOException {
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
    public synchronized List<String> serve(Path stick) throws IOException {
        Optional<OpenRequest> open = open();
        if (open.isEmpty()) {
            return List.of();
        }
        StickEnrol kind = open.get().join().isPresent() ? StickEnrol.JOIN : StickEnrol.RENEW;
        var onStick =
                new StickRequest(disk, stick, uid, kind, open.get().request().toArray());
        Optional<byte[]> grant = onStick.grant();
        if (grant.isPresent()) {
            return take(open.get(), grant.get(), onStick);
        }
        enroller.leaves(LeftRoad.STICK, open.get().request().size());
        onStick.leave();
        return List.of(
                kind == StickEnrol.JOIN
                        ? "The stick asks the hub to take this node in; bring it back after the import."
                        : "The stick asks the hub for a new certificate; bring it back after the import.");
    }

    /**
     * The request to renew that another node of the site is to leave on the stick in it, as a file; empty if there is nothing
     * to ask.
     *
     * @throws IOException if the data folder fails
     */
    public synchronized Optional<Bytes> renewal() throws IOException {
        return open().filter(request -> request.join().isEmpty())
                .map(request -> Bytes.of(StickEnrol.RENEW.file(request.request().toArray())));
    }

    /**
     * Takes the hub's grant that another node of the site found on the stick in it.
     *
     * @return whether it is believed; from then on it counts
     * @throws IOException if the data folder fails
     */
    public synchronized boolean take(Bytes grant) throws IOException {
        Optional<OpenRequest> open =
                OpenRequest.load(openRequest).filter(request -> request.join().isEmpty());
        if (open.isEmpty()) {
            return false;
        }
        Enrolment granted;
        try {
            granted = open.get().granted(StickEnrol.GRANT.message(grant.toArray()));
        } catch (ProtocolException | IOException e) {
            LOG.log(WARNING, "a grant that another node brought is not used: {0}", e.getMessage());
            return false;
        }
        keep(open.get(), granted);
        return true;
    }

    /** What the hub is to be asked, made if it is time to renew. */
    private Optional<OpenRequest> open() throws IOException {
        Optional<OpenRequest> open = OpenRequest.load(openRequest);
        if (open.isPresent()) {
            return open;
        }
        Optional<Enrolment> present = Enrolment.load(enrolment).filter(this::isDue);
        if (present.isEmpty()) {
            return Optional.empty();
        }
        OpenRequest renewal = enroller.askAgain(present.get());
        renewal.save(openRequest);
        return Optional.of(renewal);
    }

    /** Whether half its life is over; a node that does not know the date asks by each stick, or would ask too late. */
    private boolean isDue(Enrolment present) {
        return clock.get().map(now -> now.at().isAfter(present.renewAt())).orElse(true);
    }

    private List<String> take(OpenRequest open, byte[] file, StickRequest onStick) throws IOException {
        Enrolment granted;
        try {
            granted = open.granted(StickEnrol.GRANT.message(file));
        } catch (ProtocolException e) {
            onStick.askAgain();
            return List.of("The hub's grant on the stick was not used: " + e.getMessage());
        } catch (IOException e) {
            onStick.askAgain();
            return List.of("The hub's grant on the stick was not used, since " + e.getMessage() + ".");
        }
        Enrolment kept = keep(open, granted);
        onStick.remove();
        return List.of("The hub took this node in as " + kept.site() + "/" + kept.node()
                + "; its certificate counts until " + kept.end() + ".");
    }

    /** Keeps what was granted; what came by another road since the request was made may count longer. */
    private Enrolment keep(OpenRequest open, Enrolment granted) throws IOException {
        Optional<Enrolment> newer = open.join().isPresent()
                ? Optional.empty()
                : present().filter(known -> known.end().isAfter(granted.end()));
        if (newer.isEmpty()) {
            granted.save(enrolment);
        }
        OpenRequest.remove(openRequest);
        return newer.orElse(granted);
    }

    /** A damaged one is as good as none: what was granted takes its place. */
    private Optional<Enrolment> present() {
        try {
            return Enrolment.load(enrolment);
        } catch (IOException e) {
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
