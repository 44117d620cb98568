package skerry.agent.cluster;

import skerry.agent.cluster.watch.WatchStatus;

/** A kind, in one place, with what is known of it. */
record FollowedKind(KindStore<?> store, WatchStatus status) {}
