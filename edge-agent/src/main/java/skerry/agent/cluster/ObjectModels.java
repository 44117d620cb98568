package skerry.agent.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Iterator;
import java.util.Set;

/**
 * Makes models of objects, without the parts of which no series tells: what Jackson holds of each type of the models is some 20 KiB,
 * and the left out ones are about half of all. Thread-safe.
 */
final class ObjectModels {
    private static final String MODELS = HasMetadata.class.getPackageName();

    /** Fields that are models themselves, or lists of them; of other fields with these names nothing is left out. */
    private static final Set<String> UNTOLD = Set.of(
            "affinity",
            "allocatedResourcesStatus",
            "azureFile",
            "behavior",
            "cephfs",
            "cinder",
            "config",
            "configMap",
            "configSource",
            "controllerExpandSecretRef",
            "controllerPublishSecretRef",
            "daemonEndpoints",
            "dataSource",
            "dataSourceRef",
            "dnsConfig",
            "downwardAPI",
            "emptyDir",
            "env",
            "envFrom",
            "ephemeralContainers",
            "extendedResourceClaimStatus",
            "features",
            "flexVolume",
            "flocker",
            "forNodes",
            "gitRepo",
            "glusterfs",
            "hostAliases",
            "hostIPs",
            "image",
            "imagePullSecrets",
            "images",
            "jobTemplate",
            "lifecycle",
            "livenessProbe",
            "managedFields",
            "modifyVolumeStatus",
            "nodeAffinity",
            "nodeExpandSecretRef",
            "nodePublishSecretRef",
            "nodeStageSecretRef",
            "os",
            "photonPersistentDisk",
            "podFailurePolicy",
            "portworxVolume",
            "projected",
            "quobyte",
            "rbd",
            "readinessGates",
            "readinessProbe",
            "resizePolicy",
            "restartPolicyRules",
            "runtimeHandlers",
            "scaleIO",
            "schedulingGates",
            "scopeSelector",
            "secret",
            "secretRef",
            "securityContext",
            "selector",
            "sessionAffinityConfig",
            "startupProbe",
            "storageos",
            "successPolicy",
            "swap",
            "template",
            "topologySpreadConstraints",
            "uncountedTerminatedPods",
            "user",
            "volumeClaimTemplate",
            "volumeClaimTemplates",
            "volumeDevices",
            "volumeMounts",
            "vsphereVolume",
            "workloadRef");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule("told").setDeserializerModifier(new Told()))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ObjectModels() {}

    /**
     * @throws JsonProcessingException if a field is not of the type that Kubernetes has there
     * @throws IllegalArgumentException likewise
     */
    static <T extends HasMetadata> T read(ObjectNode object, Class<T> type) throws JsonProcessingException {
        return MAPPER.treeToValue(object, type);
    }

    private static final class Told extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1;

        @Override
        public BeanDeserializerBuilder updateBuilder(
                DeserializationConfig config, BeanDescription description, BeanDeserializerBuilder builder) {
            if (!description.getBeanClass().equals(GenericKubernetesResource.class)) {
                builder.setAnySetter(null);
            }
            for (Iterator<SettableBeanProperty> all = builder.getProperties(); all.hasNext(); ) {
                SettableBeanProperty one = all.next();
                if (UNTOLD.contains(one.getName()) && isModel(one.getType())) {
                    all.remove();
                    builder.addIgnorable(one.getName());
                }
            }
            return builder;
        }

        private static boolean isModel(JavaType type) {
            JavaType one = type.isContainerType() ? type.getContentType() : type;
            return one.getRawClass().getName().startsWith(MODELS);
        }
    }
}
