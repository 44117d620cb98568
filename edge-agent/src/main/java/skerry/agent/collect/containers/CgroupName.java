package skerry.agent.collect.containers;

/**
 * What the name of one control group's directory says, in the forms of the systemd and the cgroupfs driver:
 * {@code cri-containerd-ID.scope}, {@code docker-ID.scope}, {@code libpod-ID.scope}, {@code crio-ID.scope}, {@code ID};
 * {@code kubepods-burstable-podUID.slice}, {@code podUID}; and both in one, as containerd writes where it and the kubelet
 * disagree about the driver: {@code kubepods-podUID.slice:cri-containerd:ID}.
 *
 * @param containerId 64 hexadecimal digits, or empty
 * @param podUid with hyphens, or empty
 */
record CgroupName(String containerId, String podUid) {
    private static final int ID_DIGITS = 64;
    private static final int LONGEST_UID = 63;
    private static final CgroupName OTHER = new CgroupName("", "");

    static CgroupName of(String directory) {
        String name = without(without(directory, ".scope"), ".slice");
        String id = containerId(name);
        if (!id.isEmpty() && name.substring(0, name.length() - ID_DIGITS).contains("conmon")) {
            return OTHER; // the monitor beside a container of CRI-O or Podman
        }
        String before = id.isEmpty() ? name : name.substring(0, name.length() - ID_DIGITS);
        return new CgroupName(id, podUid(before));
    }

    private static String without(String name, String suffix) {
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }

    private static String containerId(String name) {
        int start = name.length() - ID_DIGITS;
        if (start < 0 || (start > 0 && "-:".indexOf(name.charAt(start - 1)) < 0)) {
            return "";
        }
        for (int i = start; i < name.length(); i++) {
            if (Character.digit(name.charAt(i), 16) < 0) {
                return "";
            }
        }
        return name.substring(start);
    }

    private static String podUid(String name) {
        int pod = name.startsWith("pod") ? 0 : name.indexOf("-pod") + 1;
        int start = pod + "pod".length();
        int end = name.indexOf(".slice", pod);
        String uid = name.startsWith("pod", pod)
                ? name.substring(start, end < 0 ? name.length() : end).replace('_', '-')
                : "";
        boolean plausible = !uid.isEmpty()
                && uid.length() <= LONGEST_UID
                && uid.chars().allMatch(c -> c == '-' || Character.digit(c, 16) >= 0);
        return plausible ? uid : "";
    }
}
