package skerry.hub.broker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.paging.PagedMessage;
import org.apache.activemq.artemis.core.paging.cursor.PageCursorProvider;
import org.apache.activemq.artemis.core.paging.cursor.PageSubscription;
import org.apache.activemq.artemis.core.paging.cursor.PagedReference;
import org.jspecify.annotations.Nullable;

/**
 * The cursors of an address, made when a queue first asks for one. Artemis' own take 7 KiB while they are empty, and most
 * addresses here never have a queue: what agents publish goes to the one queue of the hub. Thread-safe.
 */
final class LazyCursors implements PageCursorProvider {
    private final Supplier<PageCursorProvider> maker;
    private volatile @Nullable PageCursorProvider made;

    LazyCursors(Supplier<PageCursorProvider> maker) {
        this.maker = maker;
    }

    private PageCursorProvider cursors() {
        PageCursorProvider present = made;
        return present == null ? make() : present;
    }

    private synchronized PageCursorProvider make() {
        PageCursorProvider present = made;
        if (present == null) {
            present = maker.get();
            made = present;
        }
        return present;
    }

    private void ifMade(Consumer<PageCursorProvider> task) {
        PageCursorProvider present = made;
        if (present != null) {
            task.accept(present);
        }
    }

    @Override
    public PagedReference newReference(PagedMessage message, PageSubscription subscription) {
        return cursors().newReference(message, subscription);
    }

    @Override
    public @Nullable PageSubscription getSubscription(long queue) {
        PageCursorProvider present = made;
        return present == null ? null : present.getSubscription(queue);
    }

    @Override
    public void forEachSubscription(Consumer<PageSubscription> consumer) {
        ifMade(present -> present.forEachSubscription(consumer));
    }

    @Override
    public PageSubscription createSubscription(long queue, Filter filter, boolean durable) {
        return cursors().createSubscription(queue, filter, durable);
    }

    @Override
    public void processReload() throws Exception {
        PageCursorProvider present = made;
        if (present != null) {
            present.processReload();
        }
    }

    @Override
    public void stop() {
        ifMade(PageCursorProvider::stop);
    }

    @Override
    public void counterSnapshot() {
        ifMade(PageCursorProvider::counterSnapshot);
    }

    @Override
    public void flushExecutors() {
        ifMade(PageCursorProvider::flushExecutors);
    }

    @Override
    public Future<Boolean> scheduleCleanup() {
        PageCursorProvider present = made;
        return present == null ? CompletableFuture.completedFuture(true) : present.scheduleCleanup();
    }

    @Override
    public void disableCleanup() {
        cursors().disableCleanup();
    }

    @Override
    public void resumeCleanup() {
        ifMade(PageCursorProvider::resumeCleanup);
    }

    @Override
    public void onPageModeCleared() {
        ifMade(PageCursorProvider::onPageModeCleared);
    }

    @Override
    public void close(PageSubscription subscription) {
        ifMade(present -> present.close(subscription));
    }

    @Override
    public void checkClearPageLimit() {
        ifMade(PageCursorProvider::checkClearPageLimit);
    }

    @Override
    public void counterRebuildStarted() {
        cursors().counterRebuildStarted();
    }

    @Override
    public void counterRebuildDone() {
        ifMade(PageCursorProvider::counterRebuildDone);
    }

    @Override
    public boolean isRebuildDone() {
        PageCursorProvider present = made;
        return present == null || present.isRebuildDone();
    }
}
