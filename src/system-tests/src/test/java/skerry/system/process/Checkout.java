package skerry.system.process;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that the tests run in: its programs as they were built, and free ports for them. */
public final class Checkout {
    private Checkout() {}

    /** The folder that holds {@code arm/flags} and the modules. */
    public static Path home() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("arm/flags"))) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "no checkout of Skerry above " + Path.of("").toAbsolutePath());
    }
}
