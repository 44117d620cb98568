package skerry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SiteLifeTest {
    @Test
    void theSameSeedGivesTheSameFleet() {
        assertThat(SiteLife.fleet(7, 60)).isEqualTo(SiteLife.fleet(7, 60));
        assertThat(SiteLife.fleet(8, 60)).isNotEqualTo(SiteLife.fleet(7, 60));
    }

    @Test
    void aSmallFleetShowsEveryPlotAndALargeOneIsMostlyHealthy() {
        assertThat(plots(SiteLife.fleet(1, 7))).contains(SiteLife.Plot.values());
        assertThat(plots(SiteLife.fleet(1, 300)).stream()
                        .filter(plot -> plot == SiteLife.Plot.HEALTHY)
                        .count())
                .isGreaterThan(150);
    }

    @Test
    void sitesHaveNamesAndIdsOfTheirOwn() {
        var fleet = SiteLife.fleet(1, 400);

        assertThat(fleet.stream().map(SiteLife::id)).doesNotHaveDuplicates();
        assertThat(fleet.stream().map(SiteLife::name)).doesNotHaveDuplicates();
    }

    private static List<SiteLife.Plot> plots(List<SiteLife> fleet) {
        return fleet.stream().map(SiteLife::plot).toList();
    }
}
