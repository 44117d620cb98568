package skerry.agent.sync.usb;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.util.List;
import java.util.function.Consumer;
import skerry.agent.ring.Outbox;
import skerry.protocol.Bytes;
import skerry.protocol.ProtocolException;
import skerry.protocol.control.Command;
import skerry.protocol.control.ControlCodec;
import skerry.protocol.identity.AgentIdentity;
import skerry.protocol.identity.HubCard;
import skerry.protocol.identity.VerifyKey;
import skerry.protocol.stick.StickCommands;
import skerry.protocol.stick.StickFile;
import skerry.protocol.stick.StickManifest;
import skerry.protocol.stick.StickReceipt;

/** Checks what an export left, and does what it says. */
public final class StickPapers implements ReceiptDrop.Reader {
    private static final System.Logger LOG = System.getLogger(StickPapers.class.getName());

    private final AgentIdentity agent;
    private final VerifyKey ownKey;
    private final VerifyKey hubKey;
    private final Outbox outbox;
    private final Consumer<StickReceipt> receipts;
    private final Commands commands;

    /** Takes a command that the hub signed for this agent. */
    public interface Commands {
        /** @param fresh whether nothing was heard of the hub since the agent wrote what this answers */
        void command(Command command, boolean fresh);
    }

    /** @param receipts takes those that the hub signed for this agent */
    public StickPapers(
            AgentIdentity agent, HubCard hub, Outbox outbox, Consumer<StickReceipt> receipts, Commands commands) {
        this.agent = agent;
        this.ownKey = agent.card().verifyKey();
        this.hubKey = hub.verifyKey();
        this.outbox = outbox;
        this.receipts = receipts;
        this.commands = commands;
    }

    @Override
    public void receipt(byte[] file) {
        try {
            StickReceipt receipt = StickReceipt.decode(file, hubKey);
            if (receipt.uid().equals(agent.uid())) {
                LOG.log(INFO, "taking up a receipt of the hub that a stick brought");
                receipts.accept(receipt);
            } else {
                LOG.log(WARNING, "a receipt from a stick is for agent {0} and is not used", receipt.uid());
            }
        } catch (ProtocolException e) {
            LOG.log(WARNING, "a receipt from a stick is not used: {0}", e.getMessage());
        }
    }

    @Override
    public void manifest(byte[] file) {
        try {
            StickManifest manifest = StickManifest.decode(file, ownKey);
            if (manifest.oneWay() && manifest.uid().equals(agent.uid())) {
                manifest.files().forEach(this::sentOneWay);
            }
        } catch (ProtocolException e) {
            LOG.log(WARNING, "a manifest of an export is not used: {0}", e.getMessage());
        }
    }

    @Override
    public void commands(byte[] file) {
        try {
            StickCommands brought = StickCommands.decode(file, hubKey);
            if (!brought.uid().equals(agent.uid())) {
                LOG.log(WARNING, "commands from a stick are for agent {0} and are not used", brought.uid());
                return;
            }
            boolean fresh = outbox.lastHub().equals(new Outbox.HubMark(brought.answeredBoot(), brought.answeredLsn()));
            for (Bytes one : brought.commands()) {
                Command command = ControlCodec.decodeCommand(one.toArray(), hubKey);
                if (command.uid().equals(agent.uid())) {
                    commands.command(command, fresh);
                }
            }
        } catch (ProtocolException e) {
            LOG.log(WARNING, "commands from a stick are not used: {0}", e.getMessage());
        }
    }

    private void sentOneWay(StickFile file) {
        for (StickFile.Run run : file.runs()) {
            outbox.sentOneWay(file.epoch(), run.stream(), List.of(run.range()));
        }
    }
}
