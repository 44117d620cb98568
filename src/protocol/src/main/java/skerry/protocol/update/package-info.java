/**
 * How another version of the agent comes to a machine over the link to the hub.
 *
 * <p>A release is the directory of {@code ./skerry bundle}: a manifest with digest and size of every file, signed by a key
 * that the machine pins. A {@linkplain skerry.protocol.control.CommandType#UPGRADE command} names the manifest by its digest;
 * the agent asks for it, and for the files in it that are for its machine, piece by piece.
 *
 * <pre>
 * topic         body              said by
 * up/want       Want              agent, one at a time, until its answer or a timeout
 * dn/piece      Piece             hub, to the topic of the agent that asked
 * </pre>
 *
 * <p>Neither is signed: what came of them counts only by its digest, and the manifest by its signature. The hub's signature under
 * the command decides nothing but that the agent may spend its link on it. What became of an upgrade is told by events, see
 * {@link skerry.protocol.update.UpgradeNews}.
 */
@NullMarked
package skerry.protocol.update;

import org.jspecify.annotations.NullMarked;
