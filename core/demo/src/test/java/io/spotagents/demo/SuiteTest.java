package io.spotagents.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SuiteTest {

    private static Suite suite = new Suite(List.of(), List.of());

    @BeforeAll
    static void discoverOnce() throws Exception {
        suite = Suite.discover();
    }

    @Test
    void hasThousandsOfTests() {
        assertThat(suite.tests()).hasSizeGreaterThan(4_000).doesNotHaveDuplicates();
    }

    @Test
    void canLoadEveryClass() {
        assertThat(suite.tests()).noneMatch(test -> test.startsWith(UnitTests.UNLOADABLE));
    }

    @Test
    void leavesOutOnlyAFewAndAllThatAreNamed() {
        assertThat(suite.leftOut()).hasSizeLessThan(20);
        assertThat(Suite.TOO_LONG)
                .allMatch(name -> suite.leftOut().stream().anyMatch(test -> test.contains(name)));
    }
}
