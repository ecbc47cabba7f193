package io.spotagents.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedTimeTest {

    private final SimulatedTime time = new SimulatedTime(SimulatedPool.BEGIN);
    private final List<String> ran = new ArrayList<>();

    @Test
    void goesFromTaskToTaskInTheOrderOfTheirMoments() {
        time.after(Duration.ofMinutes(2), () -> ran.add("later"));
        time.after(Duration.ofMinutes(1), () -> ran.add("sooner"));

        runAll();

        assertThat(ran).containsExactly("sooner", "later");
        assertThat(time.instant()).isEqualTo(Market.at(2));
    }

    @Test
    void tasksOfOneMomentRunInTheOrderInWhichTheyWereAdded() {
        for (int i = 0; i < 5; i++) {
            String name = "task " + i;
            time.at(Market.at(1), () -> ran.add(name));
        }

        runAll();

        assertThat(ran).containsExactly("task 0", "task 1", "task 2", "task 3", "task 4");
    }

    @Test
    void whatATaskAddsRunsToo() {
        time.after(
                Duration.ofMinutes(1),
                () -> time.after(Duration.ofMinutes(1), () -> ran.add("added")));

        runAll();

        assertThat(ran).containsExactly("added");
        assertThat(time.instant()).isEqualTo(Market.at(2));
    }

    @Test
    void neverGoesBack() {
        time.after(Duration.ofMinutes(5), () -> time.at(Market.at(1), () -> ran.add("overdue")));

        runAll();

        assertThat(ran).containsExactly("overdue");
        assertThat(time.instant()).isEqualTo(Market.at(5));
    }

    @Test
    void standsStillWhenThereIsNothingToDo() {
        assertThat(time.runNext()).isFalse();
        assertThat(time.instant()).isEqualTo(SimulatedPool.BEGIN);
    }

    private void runAll() {
        while (time.runNext()) {
            assertThat(time.instant()).isAfterOrEqualTo(SimulatedPool.BEGIN);
        }
    }
}
