package skerry.agent.collect.containers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupNameTest {
    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String UID = "11111111-2222-3333-4444-555555555555";
    /** Of a pod that a file on the node describes: a hash. */
    private static final String HASH = "38d78cbd438e068d417c11c848b26f09";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ID",
                "cri-containerd-ID.scope",
                "crio-ID.scope",
                "crio-ID",
                "docker-ID.scope",
                "libpod-ID.scope",
                "nerdctl-ID.scope",
                "machine-ID.slice",
                "system.slice:docker:ID",
                "kubepods-burstable.slice:cri-containerd:ID"
            })
    void aContainerIsTheIdAtTheEnd(String directory) {
        assertThat(CgroupName.of(directory.replace("ID", ID))).isEqualTo(new CgroupName(ID, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "podUID, UID",
        "podHASH, HASH",
        "kubepods-podUIDU.slice, UID",
        "kubepods-besteffort-podUIDU.slice, UID",
        "kubepods-burstable-podHASH.slice, HASH",
        "kubelet-kubepods-burstable-podUIDU.slice, UID",
        "kubepods-burstable-podUIDU, UID"
    })
    void aPodIsTheUidBehindItsWord(String directory, String uid) {
        assertThat(CgroupName.of(replaced(directory))).isEqualTo(new CgroupName("", replaced(uid)));
    }

    @ParameterizedTest
    @CsvSource({
        "kubepods-podUIDU.slice:cri-containerd:ID, UID",
        "kubepods-burstable-podHASH.slice:crio:ID, HASH",
        "kubepods-besteffort-podUIDU.slice:cri-containerd:ID.scope, UID"
    })
    void whereTheDriversDisagreeOneNameHasBoth(String directory, String uid) {
        assertThat(CgroupName.of(replaced(directory))).isEqualTo(new CgroupName(ID, replaced(uid)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kubepods.slice",
                "kubepods-burstable.slice",
                "burstable",
                "system.slice",
                "podman.service",
                "pod",
                "podinfo",
                "crio-conmon-ID.scope",
                "libpod-conmon-ID.scope",
                "IDa",
                "xID",
                "cri-containerd-0123456789ab.scope",
                "cri-containerd-ID.scope.d",
                "init.scope",
                "user@1000.service"
            })
    void anyOtherGroupIsNeither(String directory) {
        assertThat(CgroupName.of(directory.replace("ID", ID))).isEqualTo(new CgroupName("", ""));
    }

    private static String replaced(String form) {
        return form.replace("UIDU", UID.replace('-', '_'))
                .replace("UID", UID)
                .replace("HASH", HASH)
                .replace("ID", ID);
    }
}
