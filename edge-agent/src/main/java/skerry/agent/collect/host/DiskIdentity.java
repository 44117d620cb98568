package skerry.agent.collect.host;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import skerry.agent.collect.HostPaths;
import skerry.agent.collect.KernelText;
import skerry.agent.collect.MetricFamily;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/**
 * What udev's database and {@code /sys/block} tell of a disk: model, serial number, file system, device mapper, ATA
 * cache. Kept per device and read again when its udev file changes. Source: udevadm(8), "b8:0" files with "E:" lines.
 */
final class DiskIdentity {
    /** Above this many devices all are forgotten: names of short-lived devices must not pile up. */
    private static final int BOUND = 1024;

    private static final MetricFamily INFO = MetricFamily.gauge(
            "node_disk_info",
            "What is known of the block device.",
            "device",
            "major",
            "minor",
            "model",
            "path",
            "revision",
            "rotational",
            "serial",
            "wwn");
    private static final MetricFamily FILE_SYSTEM = MetricFamily.gauge(
            "node_disk_filesystem_info",
            "The file system on the block device.",
            "device",
            "type",
            "usage",
            "uuid",
            "version");
    private static final MetricFamily DEVICE_MAPPER = MetricFamily.gauge(
            "node_disk_device_mapper_info",
            "The device mapper's names for the block device.",
            "device",
            "lv_layer",
            "lv_name",
            "name",
            "uuid",
            "vg_name");
    private static final Map<String, MetricFamily> ATA = Map.of(
            "ID_ATA_WRITE_CACHE",
                    MetricFamily.gauge("node_disk_ata_write_cache", "Whether the disk has a write cache."),
            "ID_ATA_WRITE_CACHE_ENABLED",
                    MetricFamily.gauge("node_disk_ata_write_cache_enabled", "Whether the disk's write cache is on."),
            "ID_ATA_ROTATION_RATE_RPM",
                    MetricFamily.gauge(
                            "node_disk_ata_rotation_rate_rpm", "Rotations a minute; 0 for a disk without motion."));

    private final KernelText text = new KernelText();
    private final Path udevData;
    private final Path block;
    private final Map<String, Known> known = new HashMap<>();

    private record Fact(MetricFamily family, Labels labels, double value) {}

    private record Known(File udevFile, long modified, int major, int minor, List<Fact> facts) {}

    DiskIdentity(HostPaths paths) {
        this.udevData = paths.udevData();
        this.block = paths.sysfs().resolve("block");
    }

    void collect(String device, int major, int minor, SampleSink sink) throws IOException {
        var disk = known.get(device);
        if (disk == null
                || disk.major != major
                || disk.minor != minor
                || disk.udevFile.lastModified() != disk.modified) {
            disk = read(device, major, minor);
            if (known.size() == BOUND) {
                known.clear();
            }
            known.put(device, disk);
        }
        for (var fact : disk.facts) {
            sink.add(fact.family, fact.labels, fact.value);
        }
    }

    private Known read(String device, int major, int minor) throws IOException {
        var udevFile = udevData.resolve("b" + major + ":" + minor).toFile();
        long modified = udevFile.lastModified();
        var properties = properties(udevFile);
        var facts = new ArrayList<Fact>();
        var rotational =
                text.number(block.resolve(device).resolve("queue/rotational").toFile());
        facts.add(new Fact(
                INFO,
                Labels.of(
                        "device", device,
                        "major", Integer.toString(major),
                        "minor", Integer.toString(minor),
                        "path", value(properties, "ID_PATH"),
                        "wwn", value(properties, "ID_WWN"),
                        "model", value(properties, "ID_MODEL"),
                        "serial", serial(properties),
                        "revision", value(properties, "ID_REVISION"),
                        "rotational", Long.toString((long) rotational.orElse(0))),
                1));
        String fileSystem = value(properties, "ID_FS_TYPE");
        if (!fileSystem.isEmpty()) {
            facts.add(new Fact(
                    FILE_SYSTEM,
                    Labels.of(
                            "device", device,
                            "type", fileSystem,
                            "usage", value(properties, "ID_FS_USAGE"),
                            "uuid", value(properties, "ID_FS_UUID"),
                            "version", value(properties, "ID_FS_VERSION")),
                    1));
        }
        String mapperName = value(properties, "DM_NAME");
        if (!mapperName.isEmpty()) {
            facts.add(new Fact(
                    DEVICE_MAPPER,
                    Labels.of(
                            "device", device,
                            "name", mapperName,
                            "uuid", value(properties, "DM_UUID"),
                            "vg_name", value(properties, "DM_VG_NAME"),
                            "lv_name", value(properties, "DM_LV_NAME"),
                            "lv_layer", value(properties, "DM_LV_LAYER")),
                    1));
        }
        if (!value(properties, "ID_ATA").isEmpty()) {
            addAta(device, properties, facts);
        }
        return new Known(udevFile, modified, major, minor, List.copyOf(facts));
    }

    private static void addAta(String device, Map<String, String> properties, List<Fact> facts) {
        ATA.forEach((property, family) -> {
            try {
                facts.add(
                        new Fact(family, Labels.of("device", device), Double.parseDouble(value(properties, property))));
            } catch (NumberFormatException e) {
                // A disk that does not tell, or not as a number.
            }
        });
    }

    /** The one printed on the disk if udev has it; virtio disks have the long form only. */
    private static String serial(Map<String, String> properties) {
        for (String property : new String[] {"SCSI_IDENT_SERIAL", "ID_SERIAL_SHORT", "ID_SERIAL"}) {
            String serial = value(properties, property);
            if (!serial.isEmpty()) {
                return serial;
            }
        }
        return "";
    }

    private static String value(Map<String, String> properties, String name) {
        return properties.getOrDefault(name, "");
    }

    /** The lines {@code E:NAME=value}; none where there is no udev. */
    private Map<String, String> properties(File file) throws IOException {
        var properties = new HashMap<String, String>();
        if (text.read(file)) {
            while (text.nextLine()) {
                if (text.nextUntil('=') && text.startsWith("E:")) {
                    text.dropFirst(2);
                    properties.put(text.word(), text.rest());
                }
            }
        }
        return properties;
    }
}
