package io.spotagents.provider;

import io.spotagents.model.Granularity;
import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The port to one source: an account and region of a cloud, with image and network. Every call may
 * be repeated, may take long, and may be made from several threads at once.
 */
public interface Provider {

    /** What becomes of an instance whose lease ended. Never changes, costs no call. */
    LeaseEnd leaseEnd();

    /**
     * In what steps the time of an instance is billed. Never changes, costs no call. To the moment,
     * unless the provider says otherwise.
     */
    default Granularity granularity() {
        return Granularity.EXACT;
    }

    /**
     * How long it usually takes from a launch until an agent works, for as long as the source has
     * shown nothing of its own. Never changes, costs no call. Empty, unless the provider knows a
     * figure of its cloud.
     */
    default Optional<Duration> usualBoot(OperatingSystem os) {
        return Optional.empty();
    }

    /**
     * The pools this source can launch from, with what they cost now. A pool that is sold out is
     * offered all the same: clouds do not tell before they are asked.
     */
    List<Offer> offers() throws ProviderException;

    /**
     * Asks one pool for instances. The same token again answers the same instances and makes no
     * others. A failed call is a refusal too ({@link Refusal.Kind#OUTCOME_UNKNOWN} if instances may
     * exist all the same), so this does not throw.
     */
    LaunchReply launch(LaunchRequest request);

    /** The instances that carry this controller's id in their tags and have not ended. */
    Listing list(UUID controller) throws ProviderException;

    /**
     * Ends instances with everything in them. Answers when it is accepted, which may be before it
     * is done: the listing tells. An instance that does not exist is ended already.
     */
    void end(Set<String> instanceIds) throws ProviderException;

    /**
     * What the cloud itself says of pools, besides prices; a pool that it says nothing of is left
     * out. Asked as often as {@link #offers}; where the cloud allows fewer calls, this answers what
     * was read last, with its age. Nothing, unless the provider knows better.
     */
    default List<PoolSignals> signals() throws ProviderException {
        return List.of();
    }

    /**
     * What the account has paid for already, and what uses it. Asked as often as {@link #offers}.
     * Pools bought as {@code COMMITMENT} are then asked for by {@link #launch} as far as they are
     * free; the provider launches on-demand instances there, which the account's bill covers.
     * Nothing, unless the provider knows better.
     */
    default Optional<PaidFor> paidFor() throws ProviderException {
        return Optional.empty();
    }

    /**
     * What the account may use at once, and how much of it is used. Asked as often as {@link
     * #offers}; a pool counts against one quota at most. Nothing, unless the provider knows better:
     * then refusals alone teach.
     */
    default List<Quota> quotas() throws ProviderException {
        return List.of();
    }

    /**
     * How many requests were sent since the start, by the cloud's own name of each action. Costs no
     * call. Nothing where none are counted.
     */
    default SortedMap<String, Long> callCounts() {
        return Collections.emptySortedMap();
    }

    /**
     * What could not be read of the account, and what happens without it, for people; the newest
     * word on each. Costs no call. Calls that fail are not in it: their answers tell. Nothing,
     * unless the provider knows better.
     */
    default List<String> troubles() {
        return List.of();
    }
}
