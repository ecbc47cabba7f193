package io.spotagents.sim;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Situations that policies are put in; each begins at the market's tenth minute. */
enum Scenario {
    ZONE_RECLAIMS_EVERYTHING_AT_ONCE(
            "The cheaper zone takes back all it holds after 35 minutes, for an hour and a half.",
            Market.ofTwoZones().holding(Market.in("a"), 0, 45, 135)),

    PRICE_DOUBLES_FOR_AN_HOUR(
            "After 20 minutes the cheaper zone costs twice as much for an hour.",
            Market.ofTwoZones().pricedTimes(Market.in("a"), 2, 30, 90)),

    PROVIDER_ANSWERS_NOTHING_FOR_TEN_MINUTES(
            "No call is answered for ten minutes, in which the cheaper zone takes back all.",
            Market.ofTwoZones().holding(Market.in("a"), 0, 45, 60)) {
        @Override
        SimulatedProvider front(SimulatedProvider cloud, SimulatedTime time) {
            return new Silent(cloud, time, Market.at(40), Market.at(40).plus(silence()));
        }

        @Override
        Duration silence() {
            return Duration.ofMinutes(10);
        }
    },

    FEED_GOES_STALE(
            "Prices are read once; then the cheaper zone costs three times as much for an hour.",
            Market.ofTwoZones().pricedTimes(Market.in("a"), 3, 15, 75)) {
        @Override
        SimulatedProvider front(SimulatedProvider cloud, SimulatedTime time) {
            return new StaleOffers(cloud);
        }
    },

    RESTART_IN_THE_MIDDLE_OF_A_DRAIN(
            "Ten seconds after notices for the cheaper zone the controller forgets all in memory.",
            Market.ofTwoZones().holding(Market.in("a"), 0, 55, 145)) {
        @Override
        List<Duration> restarts() {
            return List.of(Duration.ofMinutes(43).plusSeconds(10));
        }
    },

    ONLY_TWO_POOLS_EXIST(
            "There are two pools, deep enough for half the agents, and they are lost in turn.",
            Market.of(Market.pool("a", "m7.2x", 0.25), Market.pool("b", "m7.2x", 0.31))
                    .holding(pool -> true, 10, 0, 720)
                    .holding(Market.in("a"), 0, 40, 70)
                    .holding(Market.in("b"), 0, 90, 120)),

    ONE_INSTANCE_AFTER_THE_OTHER(
            "The cheaper zone takes back one instance of each pool every five minutes, of twenty.",
            Market.ofTwoZones().fallingOneByOne(Market.in("a"), 20, 8, 25)),

    NOTHING_HAS_A_PRICE(
            "For the first twenty minutes no pool has a price, spot or on demand.",
            Market.ofTwoZones()) {
        @Override
        SimulatedProvider front(SimulatedProvider cloud, SimulatedTime time) {
            return new NoPrices(cloud, time, Market.at(30));
        }
    },

    QUOTA_OF_ONE(
            "The account may have one instance at a time; four agents are wanted.",
            Market.ofTwoZones().holding(Market.in("a"), 0, 45, 135)) {
        @Override
        SimulatedProvider front(SimulatedProvider cloud, SimulatedTime time) {
            return new Quota(cloud, 1);
        }

        @Override
        Workload work() {
            return new Workload(4, UNIT, 2);
        }
    };

    static final Duration UNIT = Duration.ofMinutes(20);
    private static final Duration WIND_UP = Duration.ofMinutes(15);

    private final String situation;
    private final List<SimulatedPool> pools;

    Scenario(String situation, Market market) {
        this.situation = situation;
        this.pools = market.pools();
    }

    String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String situation() {
        return situation;
    }

    ReplayPlan plan() {
        return new ReplayPlan(pools, work(), CloudRules.AWS, Duration.ofHours(10));
    }

    Workload work() {
        return new Workload(20, UNIT, 6);
    }

    List<Duration> restarts() {
        return List.of();
    }

    /** How long nothing can be heard of the cloud. */
    Duration silence() {
        return Duration.ZERO;
    }

    SimulatedProvider front(SimulatedProvider cloud, SimulatedTime time) {
        return cloud;
    }

    ScenarioRun run(Contender contender) {
        return ScenarioRun.of(this, contender, WIND_UP);
    }
}
