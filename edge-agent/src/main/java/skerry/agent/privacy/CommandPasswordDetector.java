package skerry.agent.privacy;

import java.util.ArrayList;
import java.util.List;

/**
 * A password as an option of a command that is known to take it so: {@code sshpass -p …}, {@code mysql -p…}. The same letters
 * are something else for other commands, such as a port.
 */
final class CommandPasswordDetector implements Detector {
    /** A command and its options; {@code +} says that the value is attached, {@code %} that it comes after that sign. */
    private static final String COMMANDS = """
            sshpass:       -p -p+
            mysql:         -p+
            mysqldump:     -p+
            mysqladmin:    -p+
            mysqlimport:   -p+
            mariadb:       -p+
            mariadb-dump:  -p+
            mariadb-admin: -p+
            docker login:  -p
            podman login:  -p
            nerdctl login: -p
            redis-cli:     -a
            valkey-cli:    -a
            mongosh:       -p
            mongodump:     -p
            cqlsh:         -p
            sqlcmd:        -P
            mosquitto_pub: -P --pw
            mosquitto_sub: -P --pw
            mosquitto_rr:  -P --pw
            ipmitool:      -P
            ldapsearch:    -w -w+
            ldapmodify:    -w -w+
            ldapadd:       -w -w+
            ldapdelete:    -w -w+
            ldapwhoami:    -w -w+
            ldappasswd:    -w -s
            smbclient:     -U%
            rpcclient:     -U%
            keytool:       -storepass -keypass -srcstorepass -deststorepass
            jarsigner:     -storepass -keypass
            7z:            -p+
            7za:           -p+
            7zr:           -p+
            unrar:         -p+
            zip:           -P
            unzip:         -P
            az login:      -p
            oc login:      -p
            snmpget:       -A -X -c
            snmpset:       -A -X -c
            snmpwalk:      -A -X -c
            snmpbulkwalk:  -A -X -c
            """;

    private static final int LONGEST_TRIGGER = 8;
    private static final int LOOK_AHEAD = 256;
    private static final int LONGEST = 128;

    private final String command;
    private final String[] options;

    private CommandPasswordDetector(String command, String[] options) {
        this.command = command;
        this.options = options;
    }

    /** One detector for each command. */
    static List<Detector> all() {
        var detectors = new ArrayList<Detector>();
        COMMANDS.lines().forEach(line -> {
            int colon = line.indexOf(':');
            String[] options = line.substring(colon + 1).trim().split(" ", -1);
            detectors.add(new CommandPasswordDetector(line.substring(0, colon) + " ", options));
        });
        return detectors;
    }

    @Override
    public String kind() {
        return "password";
    }

    @Override
    public List<String> triggers() {
        return List.of(command.substring(0, Math.min(command.length(), LONGEST_TRIGGER)));
    }

    @Override
    public String rule() {
        return kind() + " " + command + String.join(" ", options);
    }

    @Override
    public Span find(Text text, int at) {
        int start = at - Math.min(command.length(), LONGEST_TRIGGER);
        if (CharClass.is(text.at(start - 1), CharClass.TOKEN) || !text.readsExactly(command, start)) {
            return Span.NONE;
        }
        int from = start + command.length();
        int word = text.skip(from, CharClass.SPACE, LOOK_AHEAD);
        while (word - from < LOOK_AHEAD && text.at(word) != 0 && "|;".indexOf(text.at(word)) < 0) {
            Span span = text.at(word) == '-' ? optionAt(text, word) : Span.NONE;
            if (span.found()) {
                return span;
            }
            while (word - from < LOOK_AHEAD && text.at(word) != 0 && text.at(word) != ' ') {
                word++;
            }
            word = text.skip(word, CharClass.SPACE, LOOK_AHEAD);
        }
        return Span.NONE;
    }

    private Span optionAt(Text text, int word) {
        for (String option : options) {
            char form = option.charAt(option.length() - 1);
            boolean attached = form == '+';
            boolean afterName = form == '%';
            String name = attached || afterName ? option.substring(0, option.length() - 1) : option;
            if (text.readsExactly(name, word)) {
                int end = word + name.length();
                char next = text.at(end);
                int value = attached ? end : next == ' ' || next == '=' ? end + 1 : -1;
                Span span = value < 0 || (attached && next == ' ') ? Span.NONE : value(text, value, afterName);
                if (span.found()) {
                    return span;
                }
            }
        }
        return Span.NONE;
    }

    /** The word at {@code from}, in quotes or not, if it can be a password. */
    private static Span value(Text text, int from, boolean afterName) {
        int start = text.at(from) == '\\' ? from + 1 : from;
        char quote = CharClass.is(text.at(start), CharClass.QUOTE) ? text.at(start) : 0;
        start += quote == 0 ? 0 : 1;
        int end = start;
        int sign = -1;
        while (end - start < LONGEST && inWord(text.at(end), quote)) {
            sign = text.at(end) == '%' && sign < 0 ? end : sign;
            end++;
        }
        start = afterName ? sign + 1 : start;
        return start > 0 && text.at(start) != '-' ? SecretValue.password(text, start, end) : Span.NONE;
    }

    private static boolean inWord(char c, char quote) {
        return c != 0
                && c != '\\'
                && c != '\n'
                && (quote == 0
                        ? !CharClass.is(c, CharClass.SPACE | CharClass.QUOTE) && c != ';' && c != '|'
                        : c != quote);
    }
}
