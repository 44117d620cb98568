package skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that does not look at a cluster must not pay for the classes that can. */
class LazyClusterClassesTest {
    /** Loads all of the class path itself, and nothing of what only the cluster package needs. */
    private static final class WithoutKubernetes extends URLClassLoader {
        private static final List<String> REFUSED =
                List.of("io.fabric8.", "com.fasterxml.jackson.databind.", "com.fasterxml.jackson.dataformat.");

        private final List<String> asked = new ArrayList<>();

        WithoutKubernetes(URL[] classPath) {
            super(classPath, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (REFUSED.stream().anyMatch(name::startsWith)) {
                asked.add(name);
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    private static WithoutKubernetes loader() throws IOException {
        var classPath = new ArrayList<URL>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            classPath.add(new File(entry).toURI().toURL());
        }
        return new WithoutKubernetes(classPath.toArray(URL[]::new));
    }

    @Test
    void allCommandsAreThereWithoutAClassOfKubernetes() throws ReflectiveOperationException, IOException {
        try (var loader = loader()) {
            var commands = loader.loadClass("skerry.agent.Main").getDeclaredMethod("commandLine");
            commands.setAccessible(true);

            assertThat(commands.invoke(null)).isNotNull();
            assertThat(loader.asked).isEmpty();
        }
    }

    @Test
    void anAgentOutsideOfAClusterRunsWithoutAClassOfKubernetes(@TempDir Path folder)
            throws ReflectiveOperationException, IOException {
        try (var loader = loader()) {
            Class<?> configType = loader.loadClass("skerry.agent.config.AgentConfig");
            Map<String, String> settings = Map.of(
                    "data", folder.resolve("data").toString(),
                    "page.listen", "off",
                    "logs.include", "",
                    "logs.journald", "false",
                    "collect.systemd", "false",
                    "role", "node");
            Object config = configType
                    .getMethod("load", Optional.class, Map.class, String.class)
                    .invoke(null, Optional.empty(), settings, "host");
            var agentType = loader.loadClass("skerry.agent.Agent");
            Object agent = agentType.getConstructor(configType, Map.class).newInstance(config, settings);
            agentType.getMethod("start").invoke(agent);
            agentType.getMethod("close").invoke(agent);

            assertThat(loader.asked).isEmpty();
        }
    }

    @Test
    void thePreviewIsWhatNeedsThem() throws ReflectiveOperationException, IOException {
        try (var loader = loader()) {
            var states = loader.loadClass("skerry.agent.cluster.state.ObjectStates");

            assertThatThrownBy(states::getDeclaredMethods).isInstanceOf(NoClassDefFoundError.class);
            assertThat(loader.asked).isNotEmpty();
        }
    }
}
