package io.spotagents.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spotagents.cost.CostSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {

    private static final Summary GOOD = summary(new Results.Count(7, 1, 2, 0, 0));

    @Test
    void writesWhatCountsAsJson(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("summary.json");
        GOOD.writeTo(file);

        Map<?, ?> json = new ObjectMapper().readValue(file.toFile(), Map.class);

        assertThat(json.keySet().stream().map(String::valueOf))
                .contains("tests", "passed", "failed", "lost", "duplicated", "reclaims")
                .contains("instances", "costUsd", "onDemandUsd", "wallSeconds");
        assertThat(json.get("tests")).isEqualTo(10);
        assertThat(json.get("wallSeconds")).isEqualTo(1.5);
    }

    @Test
    void saysYesOnlyIfNothingIsLostOrDuplicated() {
        assertThat(GOOD.text()).contains("every test exactly once  yes");
        assertThat(summary(new Results.Count(9, 0, 0, 1, 0)).text()).contains("NO (lost 1");
        assertThat(summary(new Results.Count(10, 0, 0, 0, 1)).everyTestOnce()).isFalse();
    }

    private static Summary summary(Results.Count count) {
        Losses.Counted losses = new Losses.Counted(5, Duration.ofSeconds(3));
        Summary.Work work = new Summary.Work(losses, 12, Duration.ofMillis(1_500));
        return new Summary(10, count, work, CostSummary.NOTHING);
    }
}
