package skerry.promql;

/** What an expression yields. */
public enum ValueType {
    SCALAR("scalar"),
    VECTOR("instant vector"),
    MATRIX("range vector"),
    STRING("string");

    private final String word;

    ValueType(String word) {
        this.word = word;
    }

    /** As Prometheus' messages call it. */
    public String word() {
        return word;
    }
}
