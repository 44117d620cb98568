package skerry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import skerry.protocol.RecordCounts;

class HubRecordsTest {
    @Test
    void recordsAreSummedByKindOverTheSitesThatAreAskedFor() {
        var records = new HubRecords("""
                # TYPE skerry_site_delivered_records_total counter
                skerry_site_delivered_records_total{kind="samples",region="Coast",site="a"} 1200
                skerry_site_delivered_records_total{kind="lines",region="Coast",site="a"} 3
                skerry_site_delivered_records_total{kind="lines",region="Inland",site="b"} 4
                skerry_site_delivered_records_total{kind="events",region="Inland",site="b"} 5
                skerry_site_delivered_records_total{kind="events",region="Inland",site="c"} 6
                """);

        assertThat(records.ofSites(Set.of("a", "b"))).isEqualTo(new RecordCounts(1200, 7, 5));
    }
}
