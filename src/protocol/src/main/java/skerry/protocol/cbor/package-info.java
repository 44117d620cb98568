/**
 * The part of CBOR (RFC 8949) that the protocol uses, in its deterministic form (section 4.2.1): definite lengths, shortest
 * heads, map keys that are ascending unsigned integers, the shortest float that keeps a value. What is written can be
 * written in one way only, so it can be signed and hashed; what is read is refused if it was written in another way.
 * Reading works on the bytes in place: a length is compared with what is left before anything is allocated.
 */
@NullMarked
package skerry.protocol.cbor;

import org.jspecify.annotations.NullMarked;
