package skerry.agent.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SitePinTest {
    @TempDir
    Path folder;

    private long now;

    @Test
    void thePinThatWasShownOpensAndItsFileDoesNotTellIt() throws IOException {
        Path file = folder.resolve("site-pin");
        String pin = SitePin.make(file, new SecureRandom());

        var loaded = SitePin.load(file, () -> now).orElseThrow();

        assertThat(loaded.check(pin)).isEqualTo(SitePin.Answer.RIGHT);
        assertThat(Files.readString(file)).doesNotContain(pin);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void afterFiveWrongTriesEvenTheRightOneMustWaitAMinute() throws IOException {
        Path file = folder.resolve("site-pin");
        String pin = SitePin.make(file, new SecureRandom());
        var loaded = SitePin.load(file, () -> now).orElseThrow();
        for (int i = 0; i < 5; i++) {
            assertThat(loaded.check("guess" + i)).isEqualTo(SitePin.Answer.WRONG);
        }

        assertThat(loaded.check(pin)).isEqualTo(SitePin.Answer.WAIT);
        now += 60_000;
        assertThat(loaded.check(pin)).isEqualTo(SitePin.Answer.RIGHT);
    }

    @Test
    void aSiteWithoutPinHasNoneAndADamagedFileIsNamed() throws IOException {
        Path file = folder.resolve("site-pin");
        assertThat(SitePin.load(file, () -> now)).isEmpty();
        Files.writeString(file, "rubbish");

        assertThatThrownBy(() -> SitePin.load(file, () -> now))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("remove it to get a new site PIN");
    }
}
