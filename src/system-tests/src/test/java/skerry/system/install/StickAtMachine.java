package skerry.system.install;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A stick with a small bundle, at a made-up machine that has seen none before. */
abstract class StickAtMachine {
    static final String VERSION = "0.2.0";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path office;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    MadeUpMachine machine;

    @SuppressWarnings("NullAway.Init")
    MadeUpStick stick;

    @SuppressWarnings("NullAway.Init")
    static Path key;

    @SuppressWarnings("NullAway.Init")
    static MadeUpStick made;

    @BeforeAll
    static void make() throws Exception {
        var missing = MadeUpMachine.missing();
        assumeTrue(missing.isEmpty(), missing.orElse(""));
        key = office.resolve("release key.pem");
        made = MadeUpStick.make(office.resolve("stick"), VERSION, key);
    }

    @BeforeEach
    void putIn() throws Exception {
        machine = new MadeUpMachine(folder);
        stick = made.copiedTo(folder.resolve("my stick/skerry"));
    }

    @AfterEach
    void takeAway() throws Exception {
        machine.close();
    }
}
