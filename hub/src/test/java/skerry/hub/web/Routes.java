package skerry.hub.web;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The routes that the services of a hub have: asked of the services themselves, so that none can be forgotten. */
final class Routes {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "head", "options");
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private Routes() {}

    /** Such as {@code PATCH /api/v1/sites/{id}}. */
    record Route(String method, String path) implements Comparable<Route> {
        boolean changes() {
            return !READING.contains(method);
        }

        /** The path of something that does not exist. */
        String somewhere() {
            return path.replaceAll("\\{[a-z]+}", "nowhere");
        }

        @Override
        public int compareTo(Route other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Set<Route> of(HubApi api) {
        var routes = new TreeSet<Route>();
        routes.addAll(of("/api/v1", api.api()));
        routes.addAll(of("", api.open()));
        return routes;
    }

    private static List<Route> of(String prefix, List<HttpService> services) {
        var routes = new ArrayList<Route>();
        InvocationHandler noting = (rules, method, arguments) -> {
            if (!METHODS.contains(method.getName()) || !(arguments[0] instanceof String path)) {
                throw new AssertionError("a route made by " + method + " is not understood: teach it to this test");
            }
            routes.add(new Route(method.getName().toUpperCase(Locale.ROOT), prefix + path));
            return rules;
        };
        var rules = (HttpRules)
                Proxy.newProxyInstance(HttpRules.class.getClassLoader(), new Class<?>[] {HttpRules.class}, noting);
        services.forEach(service -> service.routing(rules));
        return routes;
    }
}
