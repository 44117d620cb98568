package skerry.agent.update;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.update.Piece;
import skerry.protocol.update.Want;

/**
 * Fetches one file after the other, each piece when the one before is written, and goes on where a part ends. Not thread-safe.
 */
final class FileFetch {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration FIRST_REST = Duration.ofSeconds(30);
    private static final Duration LONGEST_REST = Duration.ofMinutes(10);

    /** Written through so often; a part is believed up to the last time when the agent starts again. */
    private static final long STEP = 1L << 20;

    /** Hubs restart, and brokers lie: not the first word that a file is unknown ends it. */
    private static final int MOST_UNKNOWN = 5;

    /** Somebody may mix in wrong pieces, for as long as he likes; what he costs has an end. */
    private static final int MOST_WRONG = 3;

    private final PieceRoad road;
    private final Patience patience;
    private final long bytesPerSecond;

    /** @param bytesPerSecond of the link, 0 for no limit; half of it is used */
    FileFetch(PieceRoad road, Patience patience, long bytesPerSecond) {
        this.road = road;
        this.patience = patience;
        this.bytesPerSecond = bytesPerSecond;
    }

    /**
     * Fetches a file, unless it is there.
     *
     * @param digest SHA-256
     * @param size in bytes, 1 at least
     * @param file is there as a whole or not at all
     */
    void fetch(Bytes digest, long size, Path file) throws UpgradeFailure, IOException, InterruptedException {
        if (Files.isRegularFile(file)
                && Files.size(file) == size
                && digestOf(file).equals(digest)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        for (int wrong = 0; wrong < MOST_WRONG; wrong++) {
            fill(digest, size, part);
            if (digestOf(part).equals(digest)) {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                return;
            }
            Files.delete(part);
        }
        throw new UpgradeFailure("what came of the file " + file.getFileName() + " was not what its digest says, "
                + MOST_WRONG + " times");
    }

    private void fill(Bytes digest, long size, Path part) throws UpgradeFailure, IOException, InterruptedException {
        try (var out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long at = Math.min(out.size(), size) / STEP * STEP;
            out.truncate(at);
            out.position(at);
            Duration rest = FIRST_REST;
            int unknown = 0;
            while (at < size) {
                patience.use();
                var want = new Want(digest, at, (int) Math.min(Limits.MAX_PIECE_BYTES, size - at));
                Optional<Piece> answer = road.ask(want, ANSWER);
                unknown += answer.filter(FileFetch::isUnknown).isPresent() ? 1 : 0;
                if (unknown == MOST_UNKNOWN) {
                    throw new UpgradeFailure("the hub has no such release any more");
                }
                switch (answer.orElse(null)) {
                    case Piece.Content content
                    when content.total() == size && content.bytes().size() <= want.length() -> {
                        write(out, content.bytes());
                        long before = at;
                        at += content.bytes().size();
                        if (before / STEP != at / STEP) {
                            out.force(false);
                        }
                        rest = FIRST_REST;
                        unknown = 0;
                        pace(content.bytes().size());
                    }
                    case Piece.Refused refused
                    when refused.laterSeconds() > 0 -> road.rest(Duration.ofSeconds(refused.laterSeconds()));
                    case null, default -> {
                        // Lost, out of turn, or no link at present.
                        road.rest(rest);
                        rest = rest.multipliedBy(2).compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest.multipliedBy(2);
                    }
                }
            }
            out.force(true);
        }
    }

    private static boolean isUnknown(Piece piece) {
        return piece instanceof Piece.Refused refused && refused.why() == Piece.Refusal.UNKNOWN;
    }

    private void pace(int bytes) throws InterruptedException {
        if (bytesPerSecond > 0) {
            road.rest(Duration.ofMillis(2_000L * bytes / bytesPerSecond));
        }
    }

    private static void write(FileChannel out, Bytes bytes) throws IOException {
        ByteBuffer left = bytes.asBuffer();
        while (left.hasRemaining()) {
            out.write(left);
        }
    }

    private static Bytes digestOf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[Limits.MAX_PIECE_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return Bytes.of(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
