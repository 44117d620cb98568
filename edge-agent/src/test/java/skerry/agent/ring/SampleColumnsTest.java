package skerry.agent.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SampleColumnsTest {
    private final BlockPacker packer = new BlockPacker(6);
    private final ByteColumn scratch = new ByteColumn(1024);
    private final SampleColumns columns = new SampleColumns();
    private final List<String> added = new ArrayList<>();

    @AfterEach
    void close() {
        packer.close();
    }

    @Test
    void roundsOfSeveralSourcesByTurnsComeBackInTheirOrderAndShareTheirGroups() throws Exception {
        for (int i = 0; i < 30; i++) {
            add(10_000 + 10L * i, i * 100L, 1, 2, 3);
            if (i % 2 == 0) {
                add(10_000 + 10L * i - 5, i * 100L + 1, 7, 8);
            }
        }

        assertThat(read(0, columns.size())).isEqualTo(added);
        assertThat(read(7, 19)).isEqualTo(added.subList(7, 19));
        assertThat(read(12, 13)).isEqualTo(added.subList(12, 13));
        assertThat(groups()).isEqualTo(2);
        assertThat(columns.wallTimes(1, 3)).containsExactly(9_995, 10_010);
    }

    @Test
    void aSourceWhoseSeriesChangeGoesOnWhereItsSeriesAreTheSameAgain() throws Exception {
        add(1, 1, 1, 2);
        add(2, 2, 1);
        add(3, 3, 1, 2);

        assertThat(read(0, 3)).isEqualTo(added);
        assertThat(groups()).isEqualTo(2);
    }

    private void add(long wall, long mono, int... ids) {
        var round = new SampleRound();
        round.begin(wall, mono);
        for (int id : ids) {
            round.add(id, id + wall / 1000.0);
        }
        columns.add(round);
        added.add(text(round));
    }

    private List<String> read(int from, int to) throws DamagedException {
        var read = new ArrayList<String>();
        SampleBlock.rounds(packer.unpack(columns.pack(from, to, scratch, packer)), round -> read.add(text(round)));
        return read;
    }

    private int groups() throws DamagedException {
        int[] groups = {0};
        byte[] body = columns.pack(0, columns.size(), scratch, packer);
        SampleBlock.read(packer.unpack(body), _ -> false, (_, _) -> {}, (_, _, _, _) -> groups[0]++);
        return groups[0];
    }

    private static String text(SampleRound round) {
        var text = new StringBuilder(round.wallMillis() + " " + round.monoMillis());
        for (int i = 0; i < round.size(); i++) {
            text.append(' ').append(round.seriesId(i)).append('=').append(round.value(i));
        }
        return text.toString();
    }
}
