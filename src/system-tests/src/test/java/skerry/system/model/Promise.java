package skerry.system.model;

/** Says which promise is broken. */
final class Promise {
    private Promise() {}

    static void keep(boolean kept, String promise) {
        if (!kept) {
            throw new AssertionError(promise);
        }
    }
}
