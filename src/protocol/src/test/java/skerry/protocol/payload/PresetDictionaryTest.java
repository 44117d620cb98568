package skerry.protocol.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import skerry.protocol.BatchHeader.Encoding;
import skerry.protocol.Bytes;

class PresetDictionaryTest {
    /** {@code -Dskerry.preset=FILE} writes the dictionary that the source makes, to look at or to start another from. */
    private static final String WRITE = "skerry.preset";

    @Test
    void dictionaryOneIsWhatItsSourceMakesAndNeverChanges() throws IOException {
        byte[] made = PresetDictionarySource.bytes();
        if (System.getProperty(WRITE) != null) {
            Files.write(Path.of(System.getProperty(WRITE)), made);
        }

        assertThat(PresetDictionary.of(1)).hasValue(Bytes.of(made));
        // Every batch ever made with it needs exactly these bytes.
        assertThat(Bytes.of(made).sha256().hex())
                .isEqualTo("7c97b052f268183af975fb8ccf26fd02ab89b53fde7f45e37a46466176843bcc");
        assertThat(made.length).isLessThan(32 * 1024);
    }

    @Test
    void noOtherNumberMeansAnything() {
        assertThat(PresetDictionary.of(0)).isEmpty();
        assertThat(PresetDictionary.of(2)).isEmpty();
        assertThat(PresetDictionary.of(-1)).isEmpty();
    }

    @Test
    void itSavesWhatItCosts() {
        var node = new FieldNode(41);
        var dictionary = new Dictionary(List.of(node.chunk()));
        var minute = node.nextMinute();
        int plain =
                SummaryCodec.encode(minute, dictionary, Encoding.NONE).bytes().size();

        assertThat(SummaryCodec.encode(minute, dictionary).bytes().size()).isLessThan(plain * 6 / 10);
    }
}
