package skerry.hub.broker;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.paging.PagingStoreFactory;
import org.apache.activemq.artemis.core.paging.cursor.PageCursorProvider;
import org.apache.activemq.artemis.core.paging.cursor.impl.PageCursorProviderImpl;
import org.apache.activemq.artemis.core.paging.impl.PagingStoreFactoryNIO;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.apache.activemq.artemis.utils.actors.ArtemisExecutor;

/** Artemis for thousands of agents with half a dozen addresses each, of which none is ever paged to the disk. */
final class LeanServer extends ActiveMQServerImpl {
    LeanServer(Configuration configuration, ActiveMQSecurityManager security) {
        super(configuration, security);
    }

    @Override
    protected PagingStoreFactory getPagingStoreFactory() {
        Configuration configuration = getConfiguration();
        return new PagingStoreFactoryNIO(
                getStorageManager(),
                configuration.getPagingLocation(),
                configuration.getPageSyncTimeout(),
                scheduledPool,
                executorFactory,
                configuration.isJournalSyncNonTransactional(),
                ioCriticalErrorListener) {
            @Override
            public PageCursorProvider newCursorProvider(
                    PagingStore store, StorageManager storage, AddressSettings settings, ArtemisExecutor executor) {
                return new LazyCursors(() -> new PageCursorProviderImpl(store, storage));
            }
        };
    }
}
