package io.spotagents.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.spotagents.commitments.CommitmentLedger;
import io.spotagents.commitments.Margins;
import io.spotagents.model.Granularity;
import io.spotagents.model.Offer;
import io.spotagents.model.Pool;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Refusal.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;

/** What every provider keeps to wherever it is tried, also where nothing ever sells out. */
public abstract class EndlessContract {

    protected static final Duration LONG_BOOT_DEADLINE = Duration.ofMinutes(5);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(25);

    protected final UUID controller = UUID.randomUUID();

    /** The same provider at every call; its pools have room unless a test says otherwise. */
    protected abstract Provider provider();

    protected abstract Pool somePool();

    /** Of the same source, and not {@link #somePool()}. */
    protected abstract Pool otherPool();

    /** Where a launch's answer tells no times: how long it may take, and clocks may differ. */
    protected Duration launchTimeTolerance() {
        return Duration.ZERO;
    }

    /** Called while a test waits: where time does not pass by itself, a little of it passes. */
    protected void passTime() throws Exception {}

    @Test
    void offersPoolsWithSizeAndPrices() throws Exception {
        List<Offer> offers = provider().offers();

        assertThat(offers).extracting(Offer::pool).contains(somePool(), otherPool());
        assertThat(offers).extracting(Offer::pool).doesNotHaveDuplicates();
        assertThat(offers)
                .allSatisfy(
                        offer -> {
                            assertThat(offer.size().cpus()).isPositive();
                            assertThat(offer.reckonedPrice().orElseThrow().micros()).isPositive();
                            assertThat(offer.onDemandHourlyPrice()).isPresent();
                        });
    }

    @Test
    void signalsAreOfPoolsThatItOffers() throws Exception {
        List<Pool> offered = provider().offers().stream().map(Offer::pool).toList();

        assertThat(provider().signals()).extracting(PoolSignals::pool).isSubsetOf(offered);
        assertThat(provider().signals()).extracting(PoolSignals::pool).doesNotHaveDuplicates();
    }

    /** The ledger rounds by it; to the moment is what nobody has looked up. */
    @Test
    void statesInWhatStepsItBills() throws Exception {
        assertThat(provider().granularity()).isNotEqualTo(Granularity.EXACT);
        assertThat(provider().granularity().minimum()).isLessThanOrEqualTo(Duration.ofHours(1));
    }

    /** A ledger is made of it, which refuses what makes no sense. */
    @Test
    void whatIsPaidForMakesSense() throws Exception {
        Optional<PaidFor> paid = provider().paidFor();

        paid.ifPresent(
                it ->
                        assertThat(
                                        CommitmentLedger.of(
                                                        it.commitments(),
                                                        it.running(),
                                                        Margins.DEFAULT)
                                                .reading(it.at())
                                                .uses())
                                .isNotEmpty());
        assertThat(paid.map(it -> it.commitments().isEmpty())).isNotEqualTo(Optional.of(true));
    }

    /** The loop counts a pool against one quota. */
    @Test
    void eachPoolCountsAgainstOneQuotaAtMost() throws Exception {
        List<Quota> quotas = provider().quotas();

        for (Offer offer : provider().offers()) {
            assertThat(quotas.stream().filter(it -> it.cpusOf(offer.pool()) > 0))
                    .hasSizeLessThanOrEqualTo(1)
                    .allMatch(it -> it.cpusOf(offer.pool()) == offer.size().cpus());
        }
    }

    @Test
    void launchesAsManyAsItIsAskedFor() throws Exception {
        Owner owner = owner();

        LaunchReply reply = provider().launch(request(owner, 3));

        assertThat(reply.refusals()).isEmpty();
        assertThat(reply.instances()).hasSize(3);
        assertThat(ids(reply)).hasSize(3);
        assertThat(reply.instances())
                .extracting(Instance::pool, Instance::owner)
                .containsOnly(tuple(somePool(), owner));
        assertThat(listed()).containsExactlyInAnyOrderElementsOf(ids(reply));
    }

    @Test
    void theSameTokenAnswersTheSameInstancesAndMakesNoOthers() throws Exception {
        LaunchRequest request = request(owner(), 2);
        LaunchReply first = provider().launch(request);

        LaunchReply second = provider().launch(request);

        assertThat(ids(second)).isEqualTo(ids(first));
        assertThat(second.refusals()).isEmpty();
        assertThat(listed()).containsExactlyInAnyOrderElementsOf(ids(first));
    }

    @Test
    void theSameTokenMakesNothingNewOnceItsInstancesHaveEnded() throws Exception {
        LaunchRequest request = request(owner(), 1);
        LaunchReply first = provider().launch(request);
        provider().end(ids(first));
        eventually(() -> assertThat(listed()).isEmpty());

        LaunchReply second = provider().launch(request);

        assertThat(ids(second)).isSubsetOf(ids(first));
        assertThat(listed()).isEmpty();
    }

    @Test
    void aPoolThatIsNotSoldIsAnInvalidRequest() {
        Pool pool = somePool();
        Pool unknown = new Pool(pool.place(), "no-such-type", pool.os(), pool.purchase());

        LaunchReply reply =
                provider().launch(new LaunchRequest(owner(), unknown, 1, LONG_BOOT_DEADLINE));

        assertThat(reply.instances()).isEmpty();
        assertThat(reply.refusals())
                .extracting(Refusal::kind)
                .containsExactly(Kind.INVALID_REQUEST);
    }

    @Test
    void listsOnlyWhatCarriesTheControllersId() throws Exception {
        TemplateKey template = owner().template();
        Owner stranger = new Owner(UUID.randomUUID(), template, UUID.randomUUID());
        LaunchReply ours = provider().launch(request(owner(), 1));
        LaunchReply theirs = provider().launch(request(stranger, 1));

        assertThat(listed()).containsExactlyElementsOf(ids(ours));

        provider().end(ids(theirs));
    }

    @Test
    void ownerTagsComeBackComplete() throws Exception {
        Owner owner = owner();
        Instance launched = provider().launch(request(owner, 1)).instances().get(0);

        Instance listed = provider().list(controller).instances().get(0);

        assertThat(listed.owner()).isEqualTo(owner);
        assertThat(listed.pool()).isEqualTo(launched.pool());
        assertThat(Duration.between(launched.launchedAt(), listed.launchedAt()).abs())
                .isLessThanOrEqualTo(launchTimeTolerance());
    }

    @Test
    void bootsFirstAndRunsThen() throws Exception {
        LaunchReply reply = provider().launch(request(owner(), 1));

        assertThat(reply.instances())
                .extracting(Instance::state)
                .containsExactly(InstanceState.BOOTING);
        eventually(
                () ->
                        assertThat(provider().list(controller).instances())
                                .extracting(Instance::state)
                                .containsExactly(InstanceState.RUNNING));
    }

    @Test
    void endedInstancesLeaveTheListAndEndingAgainIsFine() throws Exception {
        LaunchReply reply = provider().launch(request(owner(), 2));
        List<String> both = reply.instances().stream().map(Instance::id).toList();

        provider().end(Set.of(both.get(0)));

        eventually(() -> assertThat(listed()).containsExactly(both.get(1)));
        provider().end(Set.copyOf(both));
        eventually(() -> assertThat(listed()).isEmpty());
        provider().end(Set.copyOf(both));
        assertThat(listed()).isEmpty();
    }

    @Test
    void anInstanceThatDoesNotExistIsEndedAlready() throws Exception {
        LaunchReply reply = provider().launch(request(owner(), 1));

        provider().end(Set.of(unknownId()));

        assertThat(listed()).containsExactlyElementsOf(ids(reply));
    }

    @Test
    void idsAreNotUsedAgain() throws Exception {
        LaunchReply first = provider().launch(request(owner(), 2));
        provider().end(ids(first));
        eventually(() -> assertThat(listed()).isEmpty());

        LaunchReply second = provider().launch(request(owner(), 2));

        assertThat(ids(second)).hasSize(2).doesNotContainAnyElementsOf(ids(first));
    }

    /** An id of the form this provider gives, of an instance that never was. */
    protected abstract String unknownId();

    protected final Owner owner() {
        return new Owner(controller, new TemplateKey("cloud", "template"), UUID.randomUUID());
    }

    protected final LaunchRequest request(Owner owner, int count) {
        return new LaunchRequest(owner, somePool(), count, LONG_BOOT_DEADLINE);
    }

    protected final Set<String> listed() throws ProviderException {
        return provider().list(controller).instances().stream()
                .map(Instance::id)
                .collect(Collectors.toSet());
    }

    protected static Set<String> ids(LaunchReply reply) {
        return reply.instances().stream().map(Instance::id).collect(Collectors.toSet());
    }

    protected final void eventually(ThrowingRunnable assertion) {
        await().atMost(PATIENCE)
                .pollInterval(POLL)
                .pollDelay(Duration.ZERO)
                .untilAsserted(
                        () -> {
                            passTime();
                            assertion.run();
                        });
    }
}
