package io.spotagents.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests to be run by tests: no build runs them by their name. */
final class Samples {

    private Samples() {}

    static final class EveryKind {
        @Test
        void passes() {
            assertThat(1).isEqualTo(1);
        }

        @Test
        void fails() {
            assertThat(1).isEqualTo(2);
        }

        @Test
        void doesNotApply() {
            Assumptions.abort();
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 1})
        void passesWithAll(int value) {
            assertThat(value).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 1})
        void failsWithOne(int value) {
            assertThat(value).isEqualTo(1);
        }
    }
}
