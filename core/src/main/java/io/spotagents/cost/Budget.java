package io.spotagents.cost;

import io.spotagents.model.Usd;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * How much may be spent.
 *
 * @param limit more than zero
 * @param window the time whose spending counts against it
 * @param atLimit what happens once it is spent
 */
public record Budget(Usd limit, Window window, AtLimit atLimit) {
    public Budget {
        if (limit.micros() <= 0) {
            throw new IllegalArgumentException("limit must be more than zero, not " + limit);
        }
    }

    /** The time whose spending counts. */
    public enum Window {
        /** One run, from its beginning. */
        RUN("run"),
        /** The calendar month, in UTC. */
        MONTH("month");

        private final String name;

        Window(String name) {
            this.name = name;
        }

        /**
         * Since when spending counts.
         *
         * @param runBegan when the run began; of no meaning for a month
         */
        public Instant start(Instant now, Instant runBegan) {
            return switch (this) {
                case RUN -> runBegan;
                case MONTH ->
                        now.atZone(ZoneOffset.UTC)
                                .withDayOfMonth(1)
                                .truncatedTo(ChronoUnit.DAYS)
                                .toInstant();
            };
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** What happens to what runs once the limit is spent. */
    public enum AtLimit {
        /** It runs until its work is done, beyond the limit if need be. */
        FINISH,
        /** It ends, and its work stops. */
        STOP
    }
}
