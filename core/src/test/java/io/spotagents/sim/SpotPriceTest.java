package io.spotagents.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spotagents.model.Usd;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpotPriceTest {

    private static final SpotPrice DOUBLES =
            new SpotPrice(
                    Usd.of(1),
                    List.of(
                            new SpotPrice.Change(Market.at(60), Usd.of(2)),
                            new SpotPrice.Change(Market.at(120), Usd.of(1))));

    @Test
    void holdsFromTheMomentOfItsChange() {
        assertThat(DOUBLES.at(Market.at(59))).isEqualTo(Usd.of(1));
        assertThat(DOUBLES.at(Market.at(60))).isEqualTo(Usd.of(2));
        assertThat(DOUBLES.at(Market.at(119))).isEqualTo(Usd.of(2));
        assertThat(DOUBLES.at(Market.at(120))).isEqualTo(Usd.of(1));
    }

    @Test
    void eachPartOfATimeIsPaidAtItsOwnPrice() {
        assertThat(DOUBLES.usd(Market.at(30), Market.at(150))).isEqualTo(3, within(1e-9));
        assertThat(DOUBLES.usd(Market.at(60), Market.at(90))).isEqualTo(1, within(1e-9));
        assertThat(DOUBLES.usd(Market.at(0), Market.at(30))).isEqualTo(0.5, within(1e-9));
        assertThat(DOUBLES.usd(Market.at(200), Market.at(260))).isEqualTo(1, within(1e-9));
    }

    @Test
    void refusesChangesThatAreOutOfOrder() {
        List<SpotPrice.Change> changes =
                List.of(
                        new SpotPrice.Change(Market.at(60), Usd.of(2)),
                        new SpotPrice.Change(Market.at(30), Usd.of(1)));

        assertThatThrownBy(() -> new SpotPrice(Usd.of(1), changes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("changes");
    }
}
