package skerry.agent.boot;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import skerry.agent.boot.JournalLines.Line;

/** What lines of root's processes say of the end of a boot. Pure. */
final class RootLines {
    /** An update that was at work so shortly before may have led to the restart. */
    private static final long UPDATE_SECONDS = 900;

    private static final Pattern SHUTDOWN = Pattern.compile(
            "(?i)reached target (reboot|poweroff|halt|system (reboot|power)|final step"
                    + "|power-off|shutdown)|system is (rebooting|powering down|halting)|the system will (reboot|power off|halt) now|^shutting down\\.|^journal stopped");
    private static final Pattern SYSTEM = Pattern.compile("systemd(-logind|-shutdown|-journald)?");
    private static final Pattern UPDATER = Pattern.compile(
            "unattended-upgr.*|apt.*|dpkg.*|rauc.*|mender.*|swupdate.*|kured|rpi-eeprom-update|skerry-(update|stick).*");
    private static final Pattern RESTART = Pattern.compile("(?i)\\b(reboot|rebooting|restart)\\b");
    private static final Pattern COMMAND =
            Pattern.compile("COMMAND=\\S*\\b(reboot|shutdown|poweroff|halt|systemctl (reboot|poweroff|halt|kexec))\\b");

    private RootLines() {}

    static Traces.RootTrace end(List<Line> lines) {
        long last = lines.isEmpty() ? 0 : lines.getLast().seconds();
        boolean orderly = false;
        boolean person = false;
        boolean asked = false;
        Optional<String> update = Optional.empty();
        for (Line line : lines) {
            if (line.seconds() < last - UPDATE_SECONDS) {
                continue;
            }
            if (SYSTEM.matcher(line.who()).matches()) {
                orderly |= SHUTDOWN.matcher(line.text()).find();
                person |= line.text().contains("Power key pressed");
            } else if (line.who().equals("sudo")) {
                person |= COMMAND.matcher(line.text()).find();
            } else if (UPDATER.matcher(line.who()).matches()) {
                boolean asks = RESTART.matcher(line.text()).find();
                update = asks || !asked ? Optional.of(PanicRecords.plain(line.who())) : update;
                asked |= asks;
            }
        }
        return new Traces.RootTrace(orderly, person, update, asked);
    }
}
