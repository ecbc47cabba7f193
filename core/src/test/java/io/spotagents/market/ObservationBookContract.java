package io.spotagents.market;

import static io.spotagents.market.Observations.NOON;
import static io.spotagents.market.Observations.lost;
import static io.spotagents.market.Observations.ofEachKind;
import static io.spotagents.market.Observations.worked;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every book of observations. */
public abstract class ObservationBookContract {

    private static final Duration DAY = Duration.ofDays(1);
    private static final KeptObservations.Limits THREE_OF_A_DAY =
            new KeptObservations.Limits(3, DAY);

    /** A new, empty book. */
    protected abstract ObservationBook book(KeptObservations.Limits limits);

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private static List<Observation> observed(ObservationBook book) {
        return book.observations().stream().map(RecordedObservation::observation).toList();
    }

    @Test
    void keepsEachKindAsItWasSeenInTheOrderOfRecording() {
        ObservationBook book = book(KeptObservations.Limits.DEFAULT);

        book.observe(ofEachKind(NOON));
        book.observe(List.of());
        book.observe(List.of(lost(NOON)));

        assertThat(observed(book)).startsWith(ofEachKind(NOON).toArray(Observation[]::new));
        assertThat(observed(book))
                .endsWith(lost(NOON))
                .hasSize(Observation.Kind.values().length + 1);
        assertThat(book.observations()).noneMatch(RecordedObservation::clockWentBack);
        assertThat(book.observations())
                .extracting(RecordedObservation::number)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void keepsTheNewestOfEachKindByItself() {
        ObservationBook book = book(THREE_OF_A_DAY);
        book.observe(List.of(lost(NOON)));

        IntStream.range(0, 5).forEach(i -> book.observe(List.of(worked("w" + i, NOON))));

        assertThat(observed(book))
                .containsExactly(
                        lost(NOON), worked("w2", NOON), worked("w3", NOON), worked("w4", NOON));
    }

    @Test
    void keepsTheLastOfMoreThanFitAtOnce() {
        ObservationBook book = book(THREE_OF_A_DAY);
        book.observe(List.of(worked("before", NOON)));

        book.observe(IntStream.range(0, 5).mapToObj(i -> worked("w" + i, NOON)).toList());
        book.observe(List.of(worked("w5", NOON)));

        assertThat(observed(book))
                .containsExactly(worked("w3", NOON), worked("w4", NOON), worked("w5", NOON));
    }

    @Test
    void dropsWhatIsTooOldWhenAnotherOfItsKindIsRecorded() {
        ObservationBook book = book(THREE_OF_A_DAY);
        Instant later = NOON.plus(DAY).plusSeconds(1);
        book.observe(
                List.of(lost(NOON), worked("old", NOON), worked("young", NOON.plusSeconds(1))));

        book.observe(List.of(worked("new", later)));

        assertThat(observed(book))
                .containsExactly(
                        lost(NOON), worked("young", NOON.plusSeconds(1)), worked("new", later));
    }

    @Test
    void flagsAClockThatWentBackAndLosesNothingByIt() {
        ObservationBook book = book(THREE_OF_A_DAY);
        Instant before = NOON.minus(Duration.ofDays(400));

        book.observe(List.of(worked("first", NOON), worked("second", before)));
        book.observe(List.of(worked("third", before.plusSeconds(1))));

        assertThat(observed(book))
                .containsExactly(
                        worked("first", NOON),
                        worked("second", before),
                        worked("third", before.plusSeconds(1)));
        assertThat(book.observations())
                .extracting(RecordedObservation::clockWentBack)
                .containsExactly(false, true, false);
    }

    @Test
    void losesLittleToAClockThatJumpsAheadForAMoment() {
        ObservationBook book = book(new KeptObservations.Limits(100, DAY));
        book.observe(IntStream.range(0, 50).mapToObj(i -> worked("w" + i, NOON)).toList());

        book.observe(List.of(worked("ahead", NOON.plus(Duration.ofDays(9_000)))));
        book.observe(List.of(worked("back", NOON)));

        assertThat(observed(book)).hasSize(50 - KeptObservations.AGED_OUT_FOR_EACH + 2);
        assertThat(observed(book)).endsWith(worked("back", NOON));
    }

    /** Whatever comes in whatever batches: bounded, in order, and what is there was recorded. */
    @ParameterizedTest
    @MethodSource("seeds")
    void keepsTheNewestWhateverComes(long seed) {
        Random random = new Random(seed);
        ObservationBook book = book(new KeptObservations.Limits(4, Duration.ofDays(9_999)));
        List<Observation> all = new ArrayList<>();
        for (int batch = 0; batch < 5; batch++) {
            List<Observation> some = new ArrayList<>();
            for (int i = 0; i < random.nextInt(7); i++) {
                some.add(Observations.random(random, NOON.plusSeconds(random.nextInt(100))));
            }
            book.observe(some);
            all.addAll(some);
        }

        for (Observation.Kind kind : Observation.Kind.values()) {
            List<Observation> ofKind = all.stream().filter(one -> one.kind() == kind).toList();
            assertThat(observed(book).stream().filter(one -> one.kind() == kind))
                    .containsExactlyElementsOf(
                            ofKind.subList(Math.max(0, ofKind.size() - 4), ofKind.size()));
        }
        assertThat(book.observations()).extracting(RecordedObservation::number).isSorted();
    }

    @Test
    void exportsOneLineEachWithItsFieldsInOrder() throws IOException {
        ObservationBook book = book(KeptObservations.Limits.DEFAULT);
        book.observe(ofEachKind(NOON));
        book.observe(List.of(lost(NOON.minusSeconds(1))));
        StringWriter lines = new StringWriter();

        book.export(lines);

        String seen =
                "\"seen\":{\"source\":\"cloud/fake\",\"pool\":{\"place\":{\"provider\":\"fake\","
                        + "\"account\":\"account\",\"region\":\"region\",\"zone\":\"a\"},"
                        + "\"machineType\":\"small\",\"os\":\"LINUX\",\"purchase\":\"SPOT\"},"
                        + "\"at\":\"2026-08-20T12:00:00Z\"}";
        assertThat(lines.toString().split("\n"))
                .containsExactly(
                        "{\"kind\":\"GRANTED\","
                                + seen
                                + ",\"launch\":{\"asked\":5,\"granted\":5}}",
                        "{\"kind\":\"PARTLY_GRANTED\","
                                + seen
                                + ",\"launch\":{\"asked\":5,\"granted\":2,\"why\":\"NO_CAPACITY\"}}",
                        "{\"kind\":\"REFUSED\","
                                + seen
                                + ",\"launch\":{\"asked\":5,\"granted\":0,\"why\":\"QUOTA_REACHED\"}}",
                        "{\"kind\":\"NOTICED\","
                                + seen
                                + ",\"reclaim\":{\"teller\":\"CLOUD_EVENT\",\"lead\":\"PT1M59S\"}}",
                        "{\"kind\":\"REBALANCE\"," + seen + "}",
                        "{\"kind\":\"LOST\","
                                + seen
                                + ",\"reclaim\":{\"lived\":\"PT1H30M\",\"warning\":\"PT2M\"}}",
                        "{\"kind\":\"WORKED\","
                                + seen
                                + ",\"work\":{\"key\":\"SomeTest\",\"took\":\"PT1.5S\"}}",
                        "{\"kind\":\"BOOTED\"," + seen + ",\"work\":{\"took\":\"PT1M35S\"}}",
                        "{\"kind\":\"ENDED\"," + seen + ",\"reclaim\":{\"lived\":\"PT45M\"}}",
                        "{\"kind\":\"LOST\","
                                + seen.replace(
                                        "12:00:00Z\"}", "11:59:59Z\",\"clockWentBack\":true}")
                                + ",\"reclaim\":{\"lived\":\"PT1H\"}}");
        assertThat(lines.toString()).endsWith("\n");
    }
}
