package skerry.hub.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncRowTest {
    private static final List<SyncRow> ROWS =
            List.of(row("Site 10", 0, 30), row("site 2", 500, 0), row("Site 1", 9, 20), row("Mast", 0, 0));

    @Test
    void namesAreOrderedAsPeopleDo() {
        assertThat(names("site")).containsExactly("Mast", "Site 1", "site 2", "Site 10");
        assertThat(names("-site")).containsExactly("Site 10", "site 2", "Site 1", "Mast");
    }

    @Test
    void whatASiteHasNothingOfComesLastEitherWay() {
        assertThat(names("-backlog")).containsExactly("site 2", "Site 1", "Mast", "Site 10");
        assertThat(names("backlog")).containsExactly("Site 1", "site 2", "Mast", "Site 10");
        assertThat(names("done")).containsExactly("Site 1", "Site 10", "Mast", "site 2");
    }

    @Test
    void anOrderThatIsNoneIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> SyncRow.order("colour"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("'sort' must be site, backlog,");
    }

    private static List<String> names(String order) {
        return ROWS.stream().sorted(SyncRow.order(order)).map(SyncRow::name).toList();
    }

    private static SyncRow row(String name, long backlog, long finishAt) {
        return new SyncRow(
                name,
                name,
                "healthy",
                backlog,
                0,
                0,
                Optional.of(finishAt).filter(at -> at > 0),
                Optional.empty(),
                "mqtt",
                0,
                0,
                Optional.empty(),
                Optional.empty());
    }
}
