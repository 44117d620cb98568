package skerry.agent.collect.containers;

import skerry.protocol.series.Labels;

/**
 * What people call a container; what is not known is empty.
 *
 * @param namespace of the pod
 * @param pod its name
 * @param container its name in the pod
 * @param image as it was asked for: {@code docker.io/library/nginx:1.27}
 * @param name outside Kubernetes, as Docker and Podman show it
 * @param sandbox whether it only holds the pod's network, as the "pause" container does
 */
record ContainerName(String namespace, String pod, String container, String image, String name, boolean sandbox) {
    static ContainerName ofPod(String namespace, String pod, String container, String image) {
        return new ContainerName(namespace, pod, container, image, "", false);
    }

    static ContainerName ofSandbox(String namespace, String pod) {
        return new ContainerName(namespace, pod, "", "", "", true);
    }

    static ContainerName plain(String name, String image) {
        return new ContainerName("", "", "", image, name, false);
    }

    /** The labels of cAdvisor that do not change when the container is started again. */
    Labels labels() {
        return Labels.of("namespace", namespace, "pod", pod, "container", container, "image", image, "name", name);
    }

    /** The labels of what its pod has as a whole. */
    Labels podLabels() {
        return Labels.of("namespace", namespace, "pod", pod, "name", name);
    }
}
