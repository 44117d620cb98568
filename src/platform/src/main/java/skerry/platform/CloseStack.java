package skerry.platform;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Closes what a part opened: in reverse order, all of it, even when one fails. The first failure is thrown, later ones
 * are attached to it. Not thread-safe.
 */
public final class CloseStack implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Takes over the closing of {@code part} and hands it back. */
    public <T extends AutoCloseable> T push(T part) {
        open.push(part);
        return part;
    }

    /**
     * Closes everything that was pushed; a second call does nothing.
     *
     * @throws IllegalStateException around a checked failure of a part
     */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!open.isEmpty()) {
            RuntimeException failure = closing(open.pop());
            if (first == null) {
                first = failure;
            } else if (failure != null) {
                first.addSuppressed(failure);
            }
        }
        if (first != null) {
            throw first;
        }
    }

    @SuppressWarnings("try") // A part may be interrupted while it closes; the flag is set again.
    private static @Nullable RuntimeException closing(AutoCloseable part) {
        try {
            part.close();
            return null;
        } catch (RuntimeException e) {
            return e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new IllegalStateException("closing " + part + " was interrupted", e);
        } catch (Exception e) {
            return new IllegalStateException("closing " + part + ": " + e.getMessage(), e);
        }
    }
}
