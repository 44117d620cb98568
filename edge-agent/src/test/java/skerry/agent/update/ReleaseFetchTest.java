package skerry.agent.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skerry.protocol.Bytes;
import skerry.protocol.Limits;
import skerry.protocol.update.Piece;
import skerry.protocol.update.UpgradeOrder;
import skerry.protocol.update.Want;

class ReleaseFetchTest {
    private static final String ARCH = "arm64";
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path folder;

    private final byte[] debian = new byte[3 * (1 << 20) + 123];
    private final AtomicLong mono = new AtomicLong();

    @SuppressWarnings("NullAway.Init")
    private KeyPair key;

    @SuppressWarnings("NullAway.Init")
    private MadeUpRelease release;

    @SuppressWarnings("NullAway.Init")
    private PieceHub hub;

    @SuppressWarnings("NullAway.Init")
    private UpgradePlace place;

    @BeforeEach
    void make() throws Exception {
        new Random(52).nextBytes(debian);
        key = MadeUpRelease.key();
        release = MadeUpRelease.of(ARCH, debian, key);
        hub = new PieceHub(release);
        place = new UpgradePlace(
                folder.resolve("update"),
                folder.resolve("updater"),
                folder.resolve("pin"),
                folder.resolve("status"),
                ARCH);
        Files.createDirectories(place.release());
        Files.write(place.pin(), MadeUpRelease.publicText(key));
    }

    private void fetch() throws Exception {
        fetch(0);
    }

    private void fetch(long bytesPerSecond) throws Exception {
        var files = new FileFetch(hub, new Patience(place.age(), mono::get), bytesPerSecond);
        new ReleaseFetch(place, files).fetch(release.order);
    }

    private Path debianFile() {
        return place.release().resolve("deb/skerry-agent_0.2.0_arm64.deb");
    }

    @Test
    void whatTheMachineNeedsIsFetchedAndNothingElse() throws Exception {
        fetch();

        assertThat(debianFile()).hasBinaryContent(debian);
        assertThat(place.release().resolve("manifest")).exists();
        assertThat(place.release().resolve("manifest.sig")).exists();
        assertThat(place.release().resolve("release-key")).exists();
        assertThat(place.release().resolve("install.sh")).doesNotExist();
        assertThat(hub.asked).allMatch(want -> want.length() <= Limits.MAX_PIECE_BYTES);
        assertThat(hub.rests).isEmpty();
    }

    @Test
    void aReleaseOfAnotherVersionThanWasOrderedIsNotFetched() {
        UpgradeOrder named = release.order;
        var order = new UpgradeOrder(
                "0.3.0", named.manifest(), named.manifestBytes(), named.signatures(), named.signaturesBytes());
        var files = new FileFetch(hub, new Patience(place.age(), mono::get), 0);

        assertThatThrownBy(() -> new ReleaseFetch(place, files).fetch(order))
                .isInstanceOf(UpgradeFailure.class)
                .hasMessage("the release is 0.2.0, and not 0.3.0");
        assertThat(debianFile()).doesNotExist();
    }

    @Test
    void aLinkWithARateIsUsedByHalf() throws Exception {
        fetch(64 * 1024);

        assertThat(hub.rests.stream().mapToLong(Duration::toMillis).sum())
                .isBetween(
                        2_000L * debian.length / (64 * 1024) - 1_000, 2_000L * (debian.length + 9_000) / (64 * 1024));
    }

    @Test
    void lostAnswersAreAskedForAgainAfterARestThatGrows() throws Exception {
        int[] lost = {0};
        hub.way = answer -> hub.asked.size() > 3 && lost[0]++ < 7 ? Optional.empty() : answer;

        fetch();

        assertThat(debianFile()).hasBinaryContent(debian);
        assertThat(hub.rests)
                .containsExactlyElementsOf(List.of(30, 60, 120, 240, 480, 600, 600).stream()
                        .map(Duration::ofSeconds)
                        .toList());
    }

    @Test
    void aBusyHubIsAskedWhenItSaid() throws Exception {
        hub.way = answer -> hub.asked.size() == 4
                ? Optional.of(new Piece.Refused(
                        hub.asked.getLast().digest(), hub.asked.getLast().offset(), Piece.Refusal.BUSY, 90))
                : answer;

        fetch();

        assertThat(hub.rests).containsExactly(Duration.ofSeconds(90));
    }

    @Test
    void afterARestartItGoesOnWhereThePartWasWrittenThrough() throws Exception {
        hub.way = answer -> {
            if (hub.asked.getLast().offset() > (2 << 20) + 100_000) {
                throw new IllegalStateException("the power went");
            }
            return answer;
        };
        assertThatThrownBy(this::fetch).hasMessage("the power went");
        hub.way = answer -> answer;
        hub.asked.clear();

        fetch();

        assertThat(debianFile()).hasBinaryContent(debian);
        Bytes digest = Bytes.of(debian).sha256();
        assertThat(hub.asked.stream()
                        .filter(want -> want.digest().equals(digest))
                        .mapToLong(Want::offset)
                        .min())
                .hasValue(2 << 20);
        assertThat(hub.asked)
                .as("small files that are there")
                .allMatch(want -> want.digest().equals(digest));
    }

    @Test
    void wrongBytesAreFetchedAgainAndAFewTimesAtMost() throws Exception {
        Bytes digest = Bytes.of(debian).sha256();
        hub.way = answer -> answer.map(
                piece -> piece.digest().equals(digest) && piece.offset() == 0 ? changed((Piece.Content) piece) : piece);

        assertThatThrownBy(this::fetch)
                .isInstanceOf(UpgradeFailure.class)
                .hasMessageContaining("was not what its digest says, 3 times");
        assertThat(debianFile()).doesNotExist();
        assertThat(hub.asked.stream().filter(want -> want.digest().equals(digest) && want.offset() == 0))
                .hasSize(3);
    }

    private static Piece changed(Piece.Content content) {
        byte[] bytes = content.bytes().toArray();
        bytes[7] ^= 1;
        return new Piece.Content(content.digest(), content.offset(), content.total(), Bytes.of(bytes));
    }

    @Test
    void aPieceOfAFileOfAnotherSizeOrLongerThanAskedForIsNotTaken() throws Exception {
        hub.way = answer -> hub.asked.size() == 1
                ? answer.map(piece -> new Piece.Content(
                        piece.digest(), piece.offset(), 1L << 31, Bytes.of(new byte[Limits.MAX_PIECE_BYTES])))
                : answer;

        fetch();

        assertThat(debianFile()).hasBinaryContent(debian);
        assertThat(hub.rests).containsExactly(Duration.ofSeconds(30));
    }

    @Test
    void aReleaseThatTheHubHasNoMoreIsGivenUpAfterAFewAnswers() throws Exception {
        release.files.remove(Bytes.of(debian).sha256());

        assertThatThrownBy(this::fetch)
                .isInstanceOf(UpgradeFailure.class)
                .hasMessageContaining("no such release any more");
        assertThat(hub.rests).hasSize(4);
    }

    @Test
    void itIsGivenUpAfterTwoWeeksOfAskingAlsoOverRestarts() throws Exception {
        hub.way = answer -> {
            mono.addAndGet(Duration.ofHours(6).toMillis());
            if (hub.asked.size() == 30) {
                throw new IllegalStateException("the power went");
            }
            return Optional.empty();
        };
        assertThatThrownBy(this::fetch).hasMessage("the power went");
        mono.set(0);

        assertThatThrownBy(this::fetch)
                .isInstanceOf(UpgradeFailure.class)
                .hasMessageContaining("not fetched within 14 days");
        assertThat(hub.asked.size()).isBetween(14 * 4, 14 * 4 + 3);
    }

    @Test
    void aReleaseOfAKeyThatNobodyTrustsCostsTwoSmallFiles() throws Exception {
        Files.write(place.pin(), MadeUpRelease.publicText(MadeUpRelease.key()));

        assertThatThrownBy(this::fetch)
                .isInstanceOf(UpgradeFailure.class)
                .hasMessageContaining("does not trust the release");
        assertThat(hub.asked).hasSize(2);
    }

    @Test
    void aKeyThatTheTrustedOneHasSignedIsFollowed() throws Exception {
        KeyPair next = MadeUpRelease.key();
        release = MadeUpRelease.of(ARCH, debian, key, next);
        hub = new PieceHub(release);

        fetch();

        assertThat(debianFile()).hasBinaryContent(debian);
        assertThat(place.release().resolve("rotation/1.key")).hasBinaryContent(MadeUpRelease.publicText(next));
        assertThat(place.release().resolve("rotation/1.sig")).exists();
    }

    @Test
    void aReleaseWithoutAPackageForThisMachineIsNone() throws Exception {
        release = MadeUpRelease.of("amd64", debian, key);
        hub = new PieceHub(release);

        assertThatThrownBy(this::fetch)
                .isInstanceOf(UpgradeFailure.class)
                .hasMessage("the release has no package for arm64");
    }

    @Test
    void aClockOfTheHourWritesDownWhatWasSpent() throws Exception {
        var patience = new Patience(place.age(), mono::get);
        mono.set(DAY.toMillis());
        patience.use();

        assertThat(place.age()).hasContent(Long.toString(DAY.toSeconds()));
    }
}
