package skerry.agent.boot;

import java.util.Arrays;
import java.util.Optional;

/** Why a boot ended. */
public enum BootCause {
    PANIC("panic", "kernel panic", true),
    MEMORY("memory", "out of memory", true),
    HEAT("heat", "overheating", true),
    WATCHDOG("watchdog", "the machine hung and its watchdog reset it", true),
    BROWNOUT("brownout", "the supply's voltage broke down", true),
    POWER_CUT("power-cut", "power cut", true),
    UPDATE("update", "an update", false),
    /** Somebody, or a program, asked for it. */
    OPERATOR("operator", "it was asked for", false),
    UNKNOWN("unknown", "not known why", true);

    private final String word;
    private final String text;
    private final boolean unasked;

    BootCause(String word, String text, boolean unasked) {
        this.word = word;
        this.text = text;
        this.unasked = unasked;
    }

    /** Stable, for labels and attributes. */
    public String word() {
        return word;
    }

    /** For people. */
    public String text() {
        return text;
    }

    /** Whether nobody asked for it. */
    public boolean isUnasked() {
        return unasked;
    }

    /** By its {@link #word}. */
    public static Optional<BootCause> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }
}
