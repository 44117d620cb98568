package skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
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
            var commands = loader.loadClass("skerry.agent.Commands").getDeclaredMethod("line");
            commands.setAccessible(true);

            assertThat(commands.invoke(null)).isNotNull();
            assertThat(loader.asked).isEmpty();
        }
    }

    /** In a process of its own, since SQLite's library is loaded once in each. */
    @Test
    void anAgentOutsideOfAClusterRunsWithoutTheClassesOfKubernetesAndOfTheOtherCommands(@TempDir Path folder)
            throws Exception {
        Process agent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        withoutWhatItDoesNotNeed(),
                        "skerry.agent.Main",
                        "run",
                        "--data=" + folder.resolve("data"),
                        "--set=role=node",
                        "--set=page.listen=off",
                        "--set=logs.journald=false")
                .redirectError(folder.resolve("err").toFile())
                .start();
        try (var out = agent.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.startsWith("hub ")) { // which is printed when all runs
                line = out.readLine();
            }
            assertThat(line).isNotNull();
            agent.destroy();
            agent.waitFor();
        } finally {
            agent.destroyForcibly();
        }

        assertThat(Files.readString(folder.resolve("err"))).isEmpty();
    }

    private static String withoutWhatItDoesNotNeed() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.matches(
                        ".*/(kubernetes-[a-z-]*|jackson-(databind|annotations|dataformat-yaml)|picocli)-[0-9.]*[.]jar"))
                .collect(Collectors.joining(File.pathSeparator));
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
