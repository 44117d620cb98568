package skerry.agent.sync.usb;

import skerry.protocol.Bytes;
import skerry.protocol.stick.StickManifest;

/**
 * A manifest as it is on a stick.
 *
 * @param bytes of the file, with the agent's signature
 */
public record SignedManifest(Bytes bytes, StickManifest content) {}
