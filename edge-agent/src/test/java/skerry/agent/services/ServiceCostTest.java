package skerry.agent.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import skerry.agent.privacy.PolicyRedactor;
import skerry.agent.services.ServiceName.Source;
import skerry.agent.summary.MinerLimits;
import skerry.agent.summary.OpenMinute;
import skerry.agent.summary.PatternSettings;
import skerry.agent.summary.TemplateMiner;
import skerry.protocol.payload.Dictionary;
import skerry.protocol.payload.DictionaryChunk;
import skerry.protocol.payload.Summary;
import skerry.protocol.payload.SummaryCodec;
import skerry.protocol.payload.Window;
import skerry.protocol.series.Series;

/** What services cost on the link: the encoded summary of a minute in which each served hundreds of requests. */
class ServiceCostTest {
    private static final long START = 1_790_000_040_000L;
    /** Of a node's 100 MB in a month some 2,300 bytes are for a minute. */
    private static final int BYTES_OF_A_SERVICE = 80;

    private final Random lot = new Random(43);
    private final ServiceBoard board = new ServiceBoard(ServiceBoard.MOST, () -> 0);
    private final OpenMinute minute = new OpenMinute(
            new TemplateMiner(MinerLimits.STANDARD, 1),
            MinerLimits.STANDARD.patterns(),
            PatternSettings.USUAL,
            PolicyRedactor.standard());
    private final LinkedHashMap<Series, Boolean> series = new LinkedHashMap<>();
    private long mono;

    private Summary minute(int services) {
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < services; i++) {
                var requests = new Requests();
                for (int one = lot.nextInt(100); one >= 0; one--) {
                    requests.request(StatusClass.of(lot.nextInt(20) == 0 ? 404 : lot.nextInt(50) == 0 ? 503 : 200));
                    requests.duration(-0.1 * Math.log(1 - lot.nextDouble()));
                }
                board.add(new ServiceName("shop", "service-" + i, Source.METRICS), requests);
            }
            mono += 15_000;
            board.collect((family, labels, value) -> {
                var one = new Series(family.name(), labels, family.type());
                series.put(one, true);
                minute.sample(one, value, mono);
            });
        }
        return minute.close(new Window(START + mono, 60_000)).summary();
    }

    private int bytes(Summary summary) {
        var dictionary = new Dictionary(List.of(new DictionaryChunk(List.copyOf(series.keySet()), List.of())));
        return SummaryCodec.encode(summary, dictionary).bytes().size();
    }

    @Test
    void aBusyServiceCostsFewBytesAMinute() {
        minute(ServiceBoard.MOST);
        Summary busy = minute(ServiceBoard.MOST);

        assertThat(busy.counters()).hasSize(ServiceBoard.MOST * (3 + Ladder.STEPS + 1));
        assertThat(bytes(busy) / ServiceBoard.MOST).isLessThan(BYTES_OF_A_SERVICE);
    }

    @Test
    void servicesThatNobodyAsksCostNextToNothing() {
        minute(ServiceBoard.MOST);
        minute(0);
        Summary idle = minute(0);

        assertThat(bytes(idle) / ServiceBoard.MOST).isLessThan(BYTES_OF_A_SERVICE / 3);
    }
}
