package skerry.agent.collect.containers;

import java.io.IOException;
import skerry.agent.collect.SampleSink;
import skerry.protocol.series.Labels;

/** Reads the control group of one container. */
interface CgroupReader {
    /**
     * Hands over what the kernel accounts; what it does not account is left out.
     *
     * @param path below the hierarchies' roots
     * @throws IOException if the container went meanwhile, or a file cannot be understood; names the file
     */
    void read(String path, Labels labels, SampleSink sink) throws IOException;
}
