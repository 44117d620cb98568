/**
 * How a node joins a fleet and keeps its certificate: messages that prove who made them, whichever road they take. Source:
 * sync protocol, section 10; PKCS #10 (RFC 2986) for what is to be certified.
 */
@NullMarked
package skerry.protocol.enrol;

import org.jspecify.annotations.NullMarked;
