package skerry.hub.web.pages;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object under construction, for answers of the made-up hub; an absent value is left out, as the contract asks. */
final class Json {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    static Json object() {
        return new Json();
    }

    Json put(String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
        return this;
    }

    Json putAll(Json other) {
        fields.putAll(other.fields);
        return this;
    }

    @Override
    public String toString() {
        var out = new StringBuilder();
        write(out, this);
        return out.toString();
    }

    private static void write(StringBuilder out, @Nullable Object value) {
        switch (value) {
            case null -> out.append("null");
            case Json json -> {
                char before = '{';
                for (var field : json.fields.entrySet()) {
                    out.append(before);
                    quote(out, field.getKey());
                    out.append(':');
                    write(out, field.getValue());
                    before = ',';
                }
                out.append(before == '{' ? "{}" : "}");
            }
            case Collection<?> items -> {
                char before = '[';
                for (Object item : items) {
                    out.append(before);
                    write(out, item);
                    before = ',';
                }
                out.append(before == '[' ? "[]" : "]");
            }
            case Double number ->
                out.append(Double.isFinite(number) ? Double.toString(Math.round(number * 1e6) / 1e6) : "null");
            case Number number -> out.append(number);
            case Boolean flag -> out.append(flag);
            default -> quote(out, value.toString());
        }
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
