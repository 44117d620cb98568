package skerry.system.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import skerry.agent.ring.Outbox;
import skerry.protocol.BatchKey;
import skerry.protocol.Bytes;
import skerry.protocol.Uid;
import skerry.protocol.control.EpochHead;

/** What a technician carries: copies of all batches that the ring held at one moment. */
record Stick(List<Item> items) {
    record Item(BatchKey key, Bytes bytes) {}

    static Stick of(Uid uid, Outbox outbox) {
        var items = new ArrayList<Item>();
        for (EpochHead head : outbox.heads()) {
            for (long seq = Math.max(1, head.ringFrom()); seq <= head.head(); seq++) {
                var key = new BatchKey(uid, head.epoch(), head.stream(), seq);
                outbox.load(key).ifPresent(bytes -> items.add(new Item(key, Bytes.of(bytes))));
            }
        }
        return new Stick(items);
    }

    /** In any order. */
    List<Item> shuffled(RandomGenerator random) {
        var mixed = new ArrayList<>(items);
        Collections.shuffle(mixed, Random.from(random));
        return mixed;
    }
}
