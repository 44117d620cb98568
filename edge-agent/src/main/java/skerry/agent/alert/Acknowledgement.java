package skerry.agent.alert;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody at the site knows of an alert.
 *
 * @param by who, as they call themselves
 * @param note what they added; may be empty
 * @param wallMillis when, UTC epoch milliseconds
 */
public record Acknowledgement(String by, String note, long wallMillis) {
    /** Characters of a name. */
    public static final int MOST_BY = 100;

    /** Characters of a note. */
    public static final int MOST_NOTE = 500;

    /** Writes it as members of an object. */
    void write(JsonGenerator out) throws IOException {
        out.writeStringField("by", by);
        out.writeStringField("note", note);
        out.writeNumberField("at", wallMillis);
    }

    /** What was written under names that begin with {@code before}; empty if nobody is named. */
    static Optional<Acknowledgement> read(Map<String, String> members, String before) {
        return Optional.ofNullable(members.get(before + "by"))
                .map(by -> new Acknowledgement(
                        by, members.getOrDefault(before + "note", ""), FlatJson.whole(members, before + "at")));
    }

    /** Whether it says the same as another, whenever that was. */
    boolean isLike(Acknowledgement other) {
        return by.equals(other.by) && note.equals(other.note);
    }
}
