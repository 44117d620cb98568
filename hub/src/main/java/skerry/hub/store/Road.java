package skerry.hub.store;

/** How a batch came to the hub; the code is stable. */
public enum Road {
    MQTT(0, "mqtt"),
    USB(1, "usb");

    private final int code;
    private final String word;

    Road(int code, String word) {
        this.code = code;
        this.word = word;
    }

    public int code() {
        return code;
    }

    /** As in the API. */
    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException for a code of a later version */
    public static Road of(int code) {
        return switch (code) {
            case 0 -> MQTT;
            case 1 -> USB;
            default -> throw new IllegalArgumentException("unknown road " + code);
        };
    }
}
