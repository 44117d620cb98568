/**
 * The small messages beside batches: state, live, hello and its answer, receipts, and commands to come.
 *
 * <p>Each is a CBOR map whose keys are the record's components, counted from 1 in their order, those of a command that may
 * be absent last; entries of lists are arrays; ranges of sequence numbers are first and length by turns. Keys, and items at the end of arrays, that a reader does not
 * know are passed over.
 *
 * <pre>
 * topic         body          behind the body
 * up/state      AgentState    –
 * up/live       Live          –
 * hub/state     HubState      –
 * up/hello      Hello         Ed25519 of the agent over "skerry-resume-1" ‖ uid ‖ body, 64 bytes
 * dn/hello      HelloReply    Ed25519 of the hub over "skerry-hello-1" ‖ uid ‖ body, 64 bytes
 * dn/ack        Ack           HMAC-SHA256 under the connection's key over body, the first 16 bytes
 * dn/cmd        Command       Ed25519 of the command key over "skerry-cmd-1" ‖ body, 64 bytes
 * </pre>
 *
 * <p>{@code uid} are its 16 bytes. They are not in the body since the topic has them; signing them keeps a message from
 * being carried to another agent's topic.
 */
@NullMarked
package skerry.protocol.control;

import org.jspecify.annotations.NullMarked;
