package skerry.agent.ring;

/** What a raw block holds. */
enum BlockClass {
    SAMPLES(1),
    LINES(2),
    EVENTS(3);

    private final int code;

    BlockClass(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** @throws DamagedException for a code of a later version */
    static BlockClass of(int code) throws DamagedException {
        return switch (code) {
            case 1 -> SAMPLES;
            case 2 -> LINES;
            case 3 -> EVENTS;
            default -> throw new DamagedException("a block has the unknown class " + code);
        };
    }
}
