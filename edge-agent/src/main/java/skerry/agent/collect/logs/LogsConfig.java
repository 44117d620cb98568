package skerry.agent.collect.logs;

import java.util.List;
import skerry.agent.collect.logs.pods.UnknownPods;

/**
 * Which logs are collected and how.
 *
 * @param include absolute globs of files; {@code *} and {@code ?} stay within a folder, {@code **} crosses folders
 * @param exclude globs of files to leave alone, matched against the path as {@code include} found it
 * @param format of the files; {@link LogFormat#AUTO} finds out per file
 * @param multiline whether stack traces become one record
 * @param maxLineBytes longest text of a record's line, 1 KiB to 16 MiB; the rest is cut and counted
 * @param maxOpenFiles file handles kept open between reads, at least 1
 * @param unknownPods what is done with logs of pods of which the annotations cannot be known
 * @param journald whether the systemd journal is read
 * @param journaldUnits only these units; all when empty
 */
public record LogsConfig(
        List<String> include,
        List<String> exclude,
        LogFormat format,
        boolean multiline,
        int maxLineBytes,
        int maxOpenFiles,
        UnknownPods unknownPods,
        boolean journald,
        List<String> journaldUnits) {
    /** Container logs and the journal, as on a k3s node. */
    public static final LogsConfig DEFAULT = new LogsConfig(
            List.of("/var/log/containers/*.log"), List.of(), LogFormat.AUTO, true, 1 << 20, 512, true, List.of());

    /** Where logs of pods are read whatever is known of them. */
    public LogsConfig(
            List<String> include,
            List<String> exclude,
            LogFormat format,
            boolean multiline,
            int maxLineBytes,
            int maxOpenFiles,
            boolean journald,
            List<String> journaldUnits) {
        this(
                include,
                exclude,
                format,
                multiline,
                maxLineBytes,
                maxOpenFiles,
                UnknownPods.READ,
                journald,
                journaldUnits);
    }

    public LogsConfig {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        journaldUnits = List.copyOf(journaldUnits);
        if (format == LogFormat.JOURNALD) {
            throw new IllegalArgumentException("files cannot have the format journald: use journald: true");
        }
        if (maxLineBytes < 1 << 10 || maxLineBytes > 1 << 24) {
            throw new IllegalArgumentException("maxLineBytes must be 1024 to 16777216, was " + maxLineBytes);
        }
        if (maxOpenFiles < 1) {
            throw new IllegalArgumentException("maxOpenFiles must be positive, was " + maxOpenFiles);
        }
    }
}
