package io.spotagents.commitments;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Usd;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Something that is paid for whether it is used or not. Immutable. */
public sealed interface Commitment {

    /** The provider's own id, unique among all commitments. */
    String id();

    /** Calls the method for this case. */
    <T> T in(Cases<T> cases);

    /**
     * Instances of exactly one machine type: a zonal reserved instance, or a regional one that is
     * not flexible in size. A zonal one keeps capacity, too. Source: EC2 user guide, "How Reserved
     * Instance discounts are applied" and "Regional and zonal Reserved Instances (scope)", read
     * 2026-11.
     *
     * @param count instances, at least 1
     */
    record Exact(String id, Reach reach, Where where, Kind kind, int count) implements Commitment {

        /**
         * Where it holds.
         *
         * @param zone empty if it holds in each zone of the region
         */
        public record Where(String region, Optional<String> zone) {
            public Where {
                Amounts.requireName("region", region);
                zone.ifPresent(name -> Amounts.requireName("zone", name));
            }
        }

        /** What it holds for. */
        public record Kind(String machineType, OperatingSystem os) {
            public Kind {
                Amounts.requireName("machineType", machineType);
            }
        }

        public Exact {
            Amounts.requireName("id", id);
            Amounts.requireAtLeastOne("count", count);
        }

        @Override
        public <T> T in(Cases<T> cases) {
            return cases.exact(this);
        }
    }

    /**
     * Units of a family, whatever the size and zone of the instances that use them: a regional
     * reserved instance for Linux with default tenancy (EC2 user guide, "How Reserved Instance
     * discounts are applied", read 2026-11), or an Azure reservation optimized for instance size
     * flexibility ("How the Azure reservation discount is applied to virtual machines").
     *
     * @param milliUnits thousandths of the family's unit, at least 1
     */
    record SizeFlexible(String id, Reach reach, String region, Kind kind, long milliUnits)
            implements Commitment {

        /** What it holds for. */
        public record Kind(String family, OperatingSystem os) {
            public Kind {
                Amounts.requireName("family", family);
            }
        }

        public SizeFlexible {
            Amounts.requireName("id", id);
            Amounts.requireName("region", region);
            Amounts.requireAtLeastOne("milliUnits", milliUnits);
        }

        @Override
        public <T> T in(Cases<T> cases) {
            return cases.sizeFlexible(this);
        }
    }

    /**
     * Processors and memory of a family in a region, used up independently of each other: a
     * resource-based committed use discount. Source: Google Cloud, "Committed use discounts (CUDs)
     * for Compute Engine", read 2026-11.
     */
    record CommittedUse(String id, Reach reach, String region, String family, Resources resources)
            implements Commitment {

        /**
         * How much.
         *
         * @param cpus virtual processors
         * @param memoryMib memory in MiB
         */
        public record Resources(long cpus, long memoryMib) {
            public Resources {
                Amounts.requireNotNegative("cpus", cpus);
                Amounts.requireNotNegative("memoryMib", memoryMib);
            }
        }

        public CommittedUse {
            Amounts.requireName("id", id);
            Amounts.requireName("region", region);
            Amounts.requireName("family", family);
        }

        @Override
        public <T> T in(Cases<T> cases) {
            return cases.committedUse(this);
        }
    }

    /**
     * Dollars an hour, used up at rates of its own, highest saving against on-demand first: a
     * savings plan, or a flexible committed use discount. Source: Savings Plans user guide,
     * "Understanding how Savings Plans apply to your AWS usage", read 2026-11: after reserved
     * instances; plans of one family before those for any; equal savings by the lower rate. For
     * Azure and Google Cloud the same is assumed.
     *
     * @param hourly more than zero
     * @param rates what it covers, and at which rate; what is absent it does not cover
     */
    record SpendPlan(
            String id, Reach reach, Breadth breadth, Usd hourly, SortedMap<Item, Rate> rates)
            implements Commitment {

        /** Narrow plans are used up before broad ones. */
        public enum Breadth {
            ONE_FAMILY,
            ANY
        }

        /** What has a rate. */
        public record Item(String region, String machineType, OperatingSystem os)
                implements Comparable<Item> {
            public Item {
                Amounts.requireName("region", region);
                Amounts.requireName("machineType", machineType);
            }

            static Item of(Shape shape) {
                return new Item(shape.place().region(), shape.machineType(), shape.os());
            }

            @Override
            public int compareTo(Item other) {
                int byRegion = region.compareTo(other.region);
                int byType = machineType.compareTo(other.machineType);
                return byRegion != 0 ? byRegion : byType != 0 ? byType : os.compareTo(other.os);
            }
        }

        /**
         * Prices of an hour of an instance.
         *
         * @param committed what it uses up of the plan, more than zero
         * @param onDemand what it costs without the plan, more than zero
         */
        public record Rate(Usd committed, Usd onDemand) {
            public Rate {
                Amounts.requireAtLeastOne("committed", committed.micros());
                Amounts.requireAtLeastOne("onDemand", onDemand.micros());
            }

            /** The smaller, the more it saves. */
            double shareOfOnDemand() {
                return committed.micros() / (double) onDemand.micros();
            }
        }

        public SpendPlan {
            Amounts.requireName("id", id);
            Amounts.requireAtLeastOne("hourly", hourly.micros());
            rates = Collections.unmodifiableSortedMap(new TreeMap<>(rates));
        }

        @Override
        public <T> T in(Cases<T> cases) {
            return cases.spendPlan(this);
        }
    }

    /**
     * Places kept free for instances of one shape, billed as on-demand use while nobody is in them.
     * Source: EC2 user guide, "EC2 Capacity Reservations": it keeps capacity and gives no discount
     * of its own. That empty places use up regional and spend commitments like running instances
     * do, and zonal ones not, is assumed: it can only make less free.
     *
     * @param total places, at least 1
     * @param used places with an instance in them, as the account describes it now
     */
    record ReservedCapacity(String id, Shape shape, int total, int used) implements Commitment {
        public ReservedCapacity {
            Amounts.requireName("id", id);
            Amounts.requireAtLeastOne("total", total);
            Amounts.requireNotNegative("used", used);
            if (used > total) {
                throw new IllegalArgumentException(
                        "used must be at most the total of " + total + ", not " + used);
            }
        }

        @Override
        public <T> T in(Cases<T> cases) {
            return cases.reservedCapacity(this);
        }
    }

    /** One method per case. */
    interface Cases<T> {
        T exact(Exact commitment);

        T sizeFlexible(SizeFlexible commitment);

        T committedUse(CommittedUse commitment);

        T spendPlan(SpendPlan commitment);

        T reservedCapacity(ReservedCapacity commitment);
    }
}
