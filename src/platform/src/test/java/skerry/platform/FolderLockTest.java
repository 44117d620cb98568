package skerry.platform;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @TempDir
    Path folder;

    @Test
    void aFolderThatIsTakenIsNamedAndFreeAgainOnceItsHolderIsDone() throws IOException {
        try (var _ = FolderLock.take(folder, "hub")) {
            assertThatThrownBy(() -> FolderLock.take(folder, "hub"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("another hub uses the data folder " + folder
                            + ": stop that one first, or set 'data' to another folder");
        }

        FolderLock.take(folder, "hub").close();
    }
}
