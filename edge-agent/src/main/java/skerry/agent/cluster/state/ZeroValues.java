package skerry.agent.cluster.state;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The zero values of what an object does not say: Kubernetes writes many of them by leaving the field out. */
final class ZeroValues {
    private ZeroValues() {}

    static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    static double number(@Nullable Number number) {
        return number == null ? 0 : number.doubleValue();
    }

    static boolean flag(@Nullable Boolean flag) {
        return flag != null && flag;
    }

    /** Without elements that are null, which a text may have and Kubernetes never does. */
    static <T> List<T> list(@Nullable List<T> list) {
        if (list == null) {
            return List.of();
        }
        return list.stream().anyMatch(Objects::isNull)
                ? list.stream().filter(Objects::nonNull).toList()
                : list;
    }

    static <V> Map<String, V> map(@Nullable Map<String, V> map) {
        return map == null ? Map.of() : map;
    }
}
