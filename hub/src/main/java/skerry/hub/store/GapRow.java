package skerry.hub.store;

import skerry.protocol.Uid;
import skerry.protocol.payload.Gap;

/**
 * A loss that an agent announced.
 *
 * @param announcedAt when the hub first heard of it in this form, UTC epoch milliseconds
 */
public record GapRow(Uid uid, Gap gap, long announcedAt) {}
