package skerry.agent.collect.logs.lines;

/** Goes through the members of one JSON object, in their order. Used for one object after another; for one thread. */
final class JsonMembers {
    private byte[] b = {};
    private int at;
    private int end;
    private boolean whole;

    int nameFrom;
    int nameTo;
    /** Of a string without its quotes. */
    int valueFrom;

    int valueTo;
    boolean string;

    /** Begins with the object that the range is. */
    void start(byte[] bytes, int from, int to) {
        b = bytes;
        end = to;
        whole = false;
        at = JsonText.afterSpace(b, from, to);
        at = at < to && b[at] == '{' ? JsonText.afterSpace(b, at + 1, to) : to;
    }

    /** Goes to the next member; false at the end, and where the text is no JSON. */
    boolean next() {
        if (at >= end || b[at] != '"') {
            return false;
        }
        nameFrom = at + 1;
        nameTo = JsonText.stringEnd(b, nameFrom, end);
        int colon = nameTo == JsonText.BROKEN ? end : JsonText.afterSpace(b, nameTo + 1, end);
        int value = colon < end && b[colon] == ':' ? JsonText.afterSpace(b, colon + 1, end) : end;
        if (value == end) {
            at = end;
            return false;
        }
        string = b[value] == '"';
        valueFrom = string ? value + 1 : value;
        valueTo = string ? JsonText.stringEnd(b, valueFrom, end) : JsonText.valueEnd(b, value, end);
        if (valueTo == JsonText.BROKEN) {
            at = end;
            return false;
        }
        int after = JsonText.afterSpace(b, string ? valueTo + 1 : valueTo, end);
        if (after < end && b[after] == ',') {
            at = JsonText.afterSpace(b, after + 1, end);
        } else {
            whole = after < end && b[after] == '}' && JsonText.afterSpace(b, after + 1, end) == end;
            at = end;
        }
        return true;
    }

    boolean nameIs(byte[] name) {
        return JsonText.is(b, nameFrom, nameTo, name);
    }

    /** Whether the range was an object and nothing else; known when {@link #next} was false. */
    boolean isWhole() {
        return whole;
    }
}
