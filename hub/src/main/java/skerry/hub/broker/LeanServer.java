package skerry.hub.broker;

import java.util.List;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.paging.PagingStoreFactory;
import org.apache.activemq.artemis.core.paging.cursor.PageCursorProvider;
import org.apache.activemq.artemis.core.paging.cursor.impl.PageCursorProviderImpl;
import org.apache.activemq.artemis.core.paging.impl.PagingStoreFactoryNIO;
import org.apache.activemq.artemis.core.paging.impl.PagingStoreImpl;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.BindingQueryResult;
import org.apache.activemq.artemis.core.server.RouteContextList;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.apache.activemq.artemis.utils.actors.ArtemisExecutor;

/** Artemis for thousands of agents with half a dozen addresses each, of which none is ever paged to the disk. */
final class LeanServer extends ActiveMQServerImpl {
    private final BrokerCounts counts;

    LeanServer(Configuration configuration, ActiveMQSecurityManager security, BrokerCounts counts) {
        super(configuration, security);
        this.counts = counts;
    }

    /**
     * What is asked twice for each subscription: the settings of its address, and where its retained messages are. Artemis
     * compares with each address there is, so that thousands of agents that come at once pay with the square of their
     * number. Only the hub subscribes across names ({@code +}) and has to be told of all the states that are kept; an
     * agent's filters end below its own name, where nothing is kept, or name one topic.
     */
    @Override
    public BindingQueryResult bindingQuery(SimpleString address, boolean fullyQualified) throws Exception {
        if (address.toString().contains("/+/")) {
            return super.bindingQuery(address, fullyQualified);
        }
        List<SimpleString> queues = address.toString().startsWith(MQTTUtil.MQTT_RETAIN_ADDRESS_PREFIX)
                ? getPostOffice().getDirectBindings(address).stream()
                        .map(Binding::getUniqueName)
                        .toList()
                : List.of();
        AddressInfo info = getAddressInfo(address);
        AddressSettings settings = getAddressSettingsRepository().getMatch(address.toString());
        return new BindingQueryResult(
                info != null,
                info,
                queues,
                settings.isAutoCreateQueues(),
                settings.isAutoCreateAddresses(),
                settings.isDefaultPurgeOnNoConsumers(),
                settings.getDefaultMaxConsumers(),
                settings.isDefaultExclusiveQueue(),
                settings.isDefaultLastValueQueue(),
                settings.getDefaultLastValueKey(),
                settings.isDefaultNonDestructive(),
                settings.getDefaultConsumersBeforeDispatch(),
                settings.getDefaultDelayBeforeDispatch());
    }

    @Override
    protected PagingStoreFactory getPagingStoreFactory() {
        return new LeanStores(getConfiguration());
    }

    private final class LeanStores extends PagingStoreFactoryNIO {
        private final Configuration configuration;

        LeanStores(Configuration configuration) {
            super(
                    LeanServer.this.getStorageManager(),
                    configuration.getPagingLocation(),
                    configuration.getPageSyncTimeout(),
                    scheduledPool,
                    executorFactory,
                    configuration.isJournalSyncNonTransactional(),
                    ioCriticalErrorListener);
            this.configuration = configuration;
        }

        @Override
        public PageCursorProvider newCursorProvider(
                PagingStore store, StorageManager storage, AddressSettings settings, ArtemisExecutor executor) {
            return new LazyCursors(() -> new PageCursorProviderImpl(store, storage));
        }

        @Override
        public synchronized PagingStore newStore(SimpleString address, AddressSettings settings) {
            return new PagingStoreImpl(
                    address,
                    scheduledPool,
                    configuration.getPageSyncTimeout(),
                    LeanServer.this.getPagingManager(),
                    LeanServer.this.getStorageManager(),
                    null,
                    this,
                    address,
                    settings,
                    executorFactory.getExecutor().setFair(true),
                    configuration.isJournalSyncNonTransactional()) {
                // Where nothing is paged, Artemis says 0 of what it drops because memory is full.
                @Override
                public int page(
                        Message message,
                        Transaction transaction,
                        RouteContextList routes,
                        Function<Message, Message> decorator,
                        boolean useDecorator)
                        throws Exception {
                    int written = super.page(message, transaction, routes, decorator, useDecorator);
                    if (written == 0) {
                        counts.dropped();
                    }
                    return written;
                }
            };
        }
    }
}
