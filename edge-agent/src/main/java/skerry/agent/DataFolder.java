package skerry.agent;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import skerry.agent.enrol.Enroller;
import skerry.agent.enrol.StickDoor;
import skerry.platform.FolderLock;
import skerry.platform.PrivateFolder;
import skerry.platform.files.Disk;
import skerry.platform.tls.KnownTime;
import skerry.protocol.identity.AgentIdentity;

/**
 * The one folder an agent writes to.
 *
 * @param path made for its owner only (mode 0700) if it was not there
 */
public record DataFolder(Path path) {
    private static final System.Logger LOG = System.getLogger(DataFolder.class.getName());

    /** @throws IOException one sentence naming the folder, if it cannot be made or written to */
    public static DataFolder open(Path path) throws IOException {
        return new DataFolder(PrivateFolder.open(path, "data"));
    }

    /**
     * Takes the folder for this process until it ends or closes what is returned. A disk that takes no file cannot be written
     * by two agents either: there is nothing to take then.
     *
     * @throws IOException one sentence naming the folder, if another agent has it
     */
    public Closeable lock() throws IOException {
        try {
            return FolderLock.take(path, "agent");
        } catch (IOException e) {
            if (e.getCause() instanceof FileSystemException disk && !(disk instanceof AccessDeniedException)) {
                LOG.log(Level.DEBUG, "{0} cannot be locked", path, e);
                return () -> {};
            }
            throw e;
        }
    }

    /** The size of the disk it is on. */
    public long diskBytes() throws IOException {
        return Files.getFileStore(path).getTotalSpace();
    }

    /** What that disk is called, such as {@code /dev/mmcblk0p2}. */
    public String device() throws IOException {
        return Files.getFileStore(path).name();
    }

    public Path ring() {
        return path.resolve("ring.db");
    }

    /** Who this agent is. */
    public Path identity() {
        return path.resolve("identity");
    }

    /** The key of pseudonyms of an agent that was given none. */
    public Path siteKey() {
        return path.resolve("site-key");
    }

    /** What the hub granted. */
    public Path enrolment() {
        return path.resolve("enrolment");
    }

    /** What the hub was asked by stick and has not answered. */
    public Path openRequest() {
        return path.resolve("enrolment-asked");
    }

    /** Which boots of the machine were seen, and why each came about. */
    public Path boots() {
        return path.resolve("boots");
    }

    /** What was written to the machine's cards. */
    public Path wear() {
        return path.resolve("wear");
    }

    /** Which of the hub's commands were taken. */
    public Path commands() {
        return path.resolve("commands");
    }

    /** What the hub asked for and waits for a person at the site. */
    public Path tickets() {
        return path.resolve("tickets");
    }

    /** Where people at the site leave word about alerts. */
    public Path acknowledgements() {
        return path.resolve("acknowledgements");
    }

    public Path sitePin() {
        return path.resolve("site-pin");
    }

    /** Where a new site PIN stands in the clear until somebody has noted it down. */
    public Path sitePinNote() {
        return path.resolve("site-pin.txt");
    }

    /** Leaves a new site PIN for its owner alone: in a log it would be collected, and leave the site. */
    public void noteSitePin(String pin) throws IOException {
        Files.deleteIfExists(sitePinNote());
        Files.createFile(
                sitePinNote(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(sitePinNote(), pin + "\n");
    }

    /** Where the certificate of the technician's page is kept. */
    public Path tls() throws IOException {
        return Files.createDirectories(path.resolve("tls"));
    }

    /**
     * What carries requests and grants by stick.
     *
     * @param clock the date if it can be trusted
     */
    public StickDoor stickDoor(Disk disk, Enroller enroller, Supplier<Optional<KnownTime>> clock) {
        return new StickDoor(disk, enrolment(), openRequest(), enroller, clock);
    }

    /** This agent's identity, made at first use. */
    public AgentIdentity identity(SecureRandom random) throws IOException {
        Path file = identity();
        if (!Files.exists(file)) {
            AgentIdentity.generate(random).create(file);
        }
        return AgentIdentity.load(file);
    }
}
