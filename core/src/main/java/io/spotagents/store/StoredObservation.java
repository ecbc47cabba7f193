package io.spotagents.store;

import io.spotagents.market.Observation;
import io.spotagents.market.RecordedObservation;
import io.spotagents.model.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * On-disk form of a {@link RecordedObservation} without its number, which is the key; also a line
 * of an export. Which figures are there depends on the kind. See {@code
 * docs/decisions/0008-store.md} before changing it; a kind more is no new format, as older versions
 * leave alone what they cannot read.
 *
 * @param kind name of an {@link Observation.Kind}
 */
record StoredObservation(
        String kind,
        StoredSeen seen,
        @Nullable StoredLaunch launch,
        @Nullable StoredReclaim reclaim,
        @Nullable StoredWork work) {

    /**
     * @param at time in ISO 8601, UTC
     * @param clockWentBack absent if it did not
     */
    record StoredSeen(String source, StoredPool pool, String at, @Nullable Boolean clockWentBack) {}

    /**
     * @param why name of an {@link Observation.Shortfall}; absent if nothing was short
     */
    record StoredLaunch(int asked, int granted, @Nullable String why) {}

    /**
     * Durations in ISO 8601.
     *
     * @param teller name of an {@link Observation.Teller}; of notices only, as is the lead
     * @param lived of losses, and of instances that were ended
     * @param warning of losses only; absent if there was none
     */
    record StoredReclaim(
            @Nullable String teller,
            @Nullable String lead,
            @Nullable String lived,
            @Nullable String warning) {}

    /**
     * @param key what identifies the work; absent of a boot
     * @param took duration in ISO 8601
     */
    record StoredWork(@Nullable String key, String took) {}

    static StoredObservation of(RecordedObservation recorded) {
        Observation.Seen seen = recorded.observation().seen();
        StoredSeen stored =
                new StoredSeen(
                        seen.source(),
                        StoredPool.of(seen.pool()),
                        seen.at().toString(),
                        recorded.clockWentBack() ? true : null);
        return recorded.observation().in(new Writing(stored));
    }

    /**
     * @param shared answers one pool for all that are equal, as many observations are of few pools
     * @throws IllegalArgumentException if it is of a kind that is not known
     */
    RecordedObservation toRecorded(long number, UnaryOperator<Pool> shared) {
        Observation.Seen read =
                new Observation.Seen(
                        Objects.requireNonNull(seen.source, "source"),
                        shared.apply(seen.pool.toPool()),
                        Instant.parse(seen.at));
        return new RecordedObservation(
                number, Boolean.TRUE.equals(seen.clockWentBack), toObservation(read));
    }

    private Observation toObservation(Observation.Seen read) {
        return switch (Observation.Kind.valueOf(kind)) {
            case GRANTED -> new Observation.Granted(read, theLaunch().granted);
            case PARTLY_GRANTED ->
                    new Observation.PartlyGranted(
                            read, theLaunch().asked, theLaunch().granted, why(theLaunch()));
            case REFUSED -> new Observation.Refused(read, theLaunch().asked, why(theLaunch()));
            case NOTICED ->
                    new Observation.Noticed(
                            read,
                            Observation.Teller.valueOf(
                                    Objects.requireNonNull(theReclaim().teller, "teller")),
                            duration("lead", theReclaim().lead));
            case REBALANCE -> new Observation.Rebalance(read);
            case LOST ->
                    new Observation.Lost(
                            read,
                            duration("lived", theReclaim().lived),
                            Optional.ofNullable(theReclaim().warning).map(Duration::parse));
            case WORKED ->
                    new Observation.Worked(
                            read,
                            Objects.requireNonNull(theWork().key, "key"),
                            duration("took", theWork().took));
            case BOOTED -> new Observation.Booted(read, duration("took", theWork().took));
            case ENDED -> new Observation.Ended(read, duration("lived", theReclaim().lived));
        };
    }

    private StoredLaunch theLaunch() {
        return Objects.requireNonNull(launch, "launch");
    }

    private StoredReclaim theReclaim() {
        return Objects.requireNonNull(reclaim, "reclaim");
    }

    private StoredWork theWork() {
        return Objects.requireNonNull(work, "work");
    }

    private static Observation.Shortfall why(StoredLaunch launch) {
        return Observation.Shortfall.valueOf(Objects.requireNonNull(launch.why, "why"));
    }

    private static Duration duration(String field, @Nullable String text) {
        return Duration.parse(Objects.requireNonNull(text, field));
    }

    private record Writing(StoredSeen seen) implements Observation.Cases<StoredObservation> {

        @Override
        public StoredObservation granted(Observation.Granted it) {
            return launched(it.kind(), new StoredLaunch(it.count(), it.count(), null));
        }

        @Override
        public StoredObservation partlyGranted(Observation.PartlyGranted it) {
            return launched(it.kind(), new StoredLaunch(it.asked(), it.granted(), it.why().name()));
        }

        @Override
        public StoredObservation refused(Observation.Refused it) {
            return launched(it.kind(), new StoredLaunch(it.asked(), 0, it.why().name()));
        }

        @Override
        public StoredObservation noticed(Observation.Noticed it) {
            return reclaimed(
                    it.kind(),
                    new StoredReclaim(it.teller().name(), it.lead().toString(), null, null));
        }

        @Override
        public StoredObservation rebalance(Observation.Rebalance it) {
            return new StoredObservation(it.kind().name(), seen, null, null, null);
        }

        @Override
        public StoredObservation lost(Observation.Lost it) {
            return reclaimed(
                    it.kind(),
                    new StoredReclaim(
                            null,
                            null,
                            it.lived().toString(),
                            it.warning().map(Duration::toString).orElse(null)));
        }

        @Override
        public StoredObservation worked(Observation.Worked it) {
            StoredWork work = new StoredWork(it.work(), it.took().toString());
            return new StoredObservation(it.kind().name(), seen, null, null, work);
        }

        @Override
        public StoredObservation booted(Observation.Booted it) {
            StoredWork boot = new StoredWork(null, it.took().toString());
            return new StoredObservation(it.kind().name(), seen, null, null, boot);
        }

        @Override
        public StoredObservation ended(Observation.Ended it) {
            return reclaimed(it.kind(), new StoredReclaim(null, null, it.lived().toString(), null));
        }

        private StoredObservation launched(Observation.Kind kind, StoredLaunch launch) {
            return new StoredObservation(kind.name(), seen, launch, null, null);
        }

        private StoredObservation reclaimed(Observation.Kind kind, StoredReclaim reclaim) {
            return new StoredObservation(kind.name(), seen, null, reclaim, null);
        }
    }
}
