package skerry.protocol.payload;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import skerry.protocol.Limits;
import skerry.protocol.ProtocolException;
import skerry.protocol.cbor.CborWriter;

/**
 * Pattern templates of a dictionary chunk as columns.
 *
 * <pre>
 * 1  id       8 bytes
 * 2  length   of the template in UTF-8, doubled, plus 1 if there is an alias
 * 3  text     all of them, joined
 * 4  alias    8 bytes, where there is one
 * </pre>
 */
final class TemplateColumns {
    private TemplateColumns() {}

    static CborWriter write(List<PatternTemplate> patterns) {
        var ids = new ColumnWriter(8 * patterns.size());
        var lengths = new ColumnWriter(2 * patterns.size());
        var texts = new ColumnWriter(64 * patterns.size());
        var aliases = new ColumnWriter(0);
        for (PatternTemplate pattern : patterns) {
            byte[] utf8 = pattern.template().getBytes(StandardCharsets.UTF_8);
            ids.fixed(pattern.patternId());
            lengths.varint(2L * utf8.length + (pattern.aliasOf() == 0 ? 0 : 1));
            texts.bytes(utf8, 0, utf8.length);
            if (pattern.aliasOf() != 0) {
                aliases.fixed(pattern.aliasOf());
            }
        }
        return Columns.write(patterns.size(), ids, lengths, texts, aliases);
    }

    static List<PatternTemplate> read(byte[] chunk) throws ProtocolException {
        var columns = new Columns(chunk, Limits.MAX_CHUNK_ENTRIES);
        var ids = columns.column(1);
        var lengths = columns.column(2);
        var texts = columns.column(3);
        var aliases = columns.column(4);
        var patterns = new ArrayList<PatternTemplate>();
        for (int row = 0; row < columns.rows(); row++) {
            long id = ids.fixed();
            int length = lengths.varint(0, 2 * Limits.MAX_NAME_BYTES + 1);
            patterns.add(new PatternTemplate(id, texts.text(length / 2), length % 2 == 0 ? 0 : aliases.fixed()));
        }
        return patterns;
    }
}
