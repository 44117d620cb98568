package skerry.agent.collect.containers;

/**
 * The control group of one container.
 *
 * @param path below the root of each hierarchy, without a slash in front
 * @param id of the container, 64 hexadecimal digits
 * @param podUid of the pod around it; empty outside Kubernetes
 */
record ContainerCgroup(String path, String id, String podUid) {}
