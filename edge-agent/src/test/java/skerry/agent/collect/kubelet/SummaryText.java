package skerry.agent.collect.kubelet;

/** What a kubelet answers at {@code /stats/summary}, in its own shape and order, with the parts that nobody reads as well. */
final class SummaryText {
    private static final String TIME = "\"time\":\"2026-11-28T05:00:00Z\"";

    private SummaryText() {}

    /** @param free bytes of the volume of 100 */
    static String of(String namespace, String pod, int free) {
        return "{\"node\":{\"nodeName\":\"pi-2\",\"systemContainers\":[{\"name\":\"kubelet\",\"startTime\":null,\"cpu\":{"
                + TIME
                + ",\"usageNanoCores\":1}}],\"startTime\":\"2026-11-01T00:00:00Z\",\"fs\":" + fs(30_000_000_000L, 9, 5)
                + ",\"runtime\":{\"imageFs\":{" + TIME + ",\"availableBytes\":9000000000,\"capacityBytes\":30000000000,"
                + "\"usedBytes\":4000000000,\"inodesFree\":1000000,\"inodes\":1900000,\"inodesUsed\":20000},"
                + "\"containerFs\":" + fs(1, 1, 0) + "},\"rlimit\":{" + TIME + ",\"maxpid\":32768,\"curproc\":300}},"
                + "\"pods\":[" + pod(namespace, pod, free) + "]}";
    }

    static String pod(String namespace, String pod, int free) {
        return "{\"podRef\":{\"name\":\"" + pod + "\",\"namespace\":\"" + namespace
                + "\",\"uid\":\"0b1c\"},\"startTime\":\"2026-11-27T10:00:00Z\",\"containers\":[{\"name\":\"db\",\"startTime\":"
                + "\"2026-11-27T10:00:01Z\",\"cpu\":{" + TIME
                + ",\"usageNanoCores\":8,\"usageCoreNanoSeconds\":9},\"memory\":{"
                + TIME + ",\"workingSetBytes\":1},\"rootfs\":{" + TIME + ",\"availableBytes\":9,\"capacityBytes\":30,"
                + "\"usedBytes\":28672,\"inodesUsed\":3},\"logs\":{" + TIME
                + ",\"usedBytes\":12288,\"inodesUsed\":1}}],"
                + "\"network\":{" + TIME + ",\"name\":\"eth0\",\"rxBytes\":1,\"interfaces\":[{\"name\":\"eth0\"}]},"
                + "\"volume\":[{" + TIME + ",\"availableBytes\":" + free + ",\"capacityBytes\":100,\"usedBytes\":"
                + (100 - free)
                + ",\"inodesFree\":9,\"inodes\":20,\"inodesUsed\":11,\"name\":\"data\",\"pvcRef\":{\"name\":\"data-"
                + pod
                + "\",\"namespace\":\"" + namespace + "\"}},{" + TIME
                + ",\"usedBytes\":12,\"name\":\"kube-api-access\"}],"
                + "\"ephemeral-storage\":{" + TIME + ",\"availableBytes\":9,\"capacityBytes\":30,\"usedBytes\":40960,"
                + "\"inodesUsed\":12},\"process_stats\":{\"process_count\":2}}";
    }

    private static String fs(long capacity, long available, long used) {
        return "{" + TIME + ",\"availableBytes\":" + available + ",\"capacityBytes\":" + capacity + ",\"usedBytes\":"
                + used + "}";
    }
}
