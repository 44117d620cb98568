package skerry.protocol.update;

import java.util.Optional;

/** How far an upgrade is; the words travel in events and stand in files of the machine, so they are stable. */
public enum UpgradeState {
    /** The agent asks for its files. */
    FETCHING("fetching"),
    /** All files are there and their digests hold; the machine's updater is asked. */
    STAGED("staged"),
    /** The new version is installed and has to show that it is healthy. */
    PROBATION("probation"),
    /** The new version has shown that it is healthy. */
    DONE("done"),
    /** It has not, and the version before runs again. */
    ROLLED_BACK("rolled-back"),
    /** Nothing was installed, or the machine could not be brought back; the reason says which. */
    FAILED("failed");

    private final String word;

    UpgradeState(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** Whether nothing more is to come of it. */
    public boolean isEnd() {
        return this == DONE || this == ROLLED_BACK || this == FAILED;
    }

    /** The state of a word; empty for one of a later version. */
    public static Optional<UpgradeState> of(String word) {
        for (UpgradeState state : values()) {
            if (state.word.equals(word)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
