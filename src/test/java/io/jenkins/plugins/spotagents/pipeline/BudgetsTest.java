package io.jenkins.plugins.spotagents.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetsTest {

    @Test
    void surviveReclaimsAndNoFailuresIfNothingIsSaid() {
        assertThat(Budgets.of(Map.of()))
                .isEqualTo(new Budgets(Budgets.DEFAULT_RECLAIMS, Budgets.DEFAULT_FAILURES));
    }

    @Test
    void areWhatIsSaid() {
        assertThat(Budgets.of(Map.of("reclaims", 3, "failures", 1))).isEqualTo(new Budgets(3, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reclaims", "failures"})
    void areWholeNumbersInTheirRange(String option) {
        for (Object wrong : Arrays.asList(-1, Budgets.MOST + 1, 1.5, "3", 3L << 32, null)) {
            assertThatThrownBy(() -> Budgets.of(Collections.singletonMap(option, wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(option)
                    .hasMessageContaining(String.valueOf(Budgets.MOST));
        }
    }

    @Test
    void nameWhatIsUnknownAndWhatThereIs() {
        assertThatThrownBy(() -> Budgets.of(Map.of("retries", 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("retries")
                .hasMessageContaining("failures, reclaims");
    }
}
