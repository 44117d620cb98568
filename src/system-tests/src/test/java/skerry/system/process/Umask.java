package skerry.system.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Which rights new files of this process, and of those that it starts, never get; as before once it is closed. */
@SuppressWarnings("restricted")
public final class Umask implements AutoCloseable {
    private static final MethodHandle UMASK = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().find("umask").orElseThrow(),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final int before;

    private Umask(int before) {
        this.before = before;
    }

    /** Takes no right away: what is private then is so by itself. */
    public static Umask none() {
        return new Umask(set(0));
    }

    @Override
    public void close() {
        set(before);
    }

    private static int set(int mask) {
        try {
            return (int) UMASK.invokeExact(mask);
        } catch (Throwable e) {
            throw new IllegalStateException("umask", e);
        }
    }
}
