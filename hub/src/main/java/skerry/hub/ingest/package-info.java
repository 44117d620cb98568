/**
 * What agents send, and what the hub answers.
 *
 * <pre>
 * MqttLink ─ batch ──────▶ Pipeline: check (cores) ▶ Intake.commit (groups) ─▶ Receipts ─▶ dn/ack
 *          │                                                    └────────────▶ Decoder ─▶ read models
 *          └ state, live, hello ─▶ Sessions ─▶ dn/hello
 * stick ─────────────────▶ Intake.accept
 * </pre>
 *
 * <p>Everything that arrives is hostile. A batch is checked in the order length, header, identity (topic, header and
 * registry agree), signature, and only then looked up and stored; nothing of its payload is parsed before it is on the
 * disk. The PUBACK goes to the broker when that is decided, so that the broker holds back what the hub cannot take.
 */
@NullMarked
package skerry.hub.ingest;

import org.jspecify.annotations.NullMarked;
