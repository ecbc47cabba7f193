package io.spotagents.capacity;

import io.spotagents.model.Pool;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.Owner;
import io.spotagents.provider.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** A source whose pools give what a test says, in time that passes when told to. */
final class Asked {

    static final String SOURCE = "cloud/fake";

    final PoolCapacity capacity = new PoolCapacity(CoolDown.DEFAULT);
    Instant now = Instant.parse("2026-01-01T12:00:00Z");

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    /** Instances keep running, and are seen to, each minute. */
    void runs(Pool pool, Duration duration) {
        for (long minute = 0; minute < duration.toMinutes(); minute++) {
            pass(Duration.ofMinutes(1));
            capacity.seenUp(SOURCE, pool, now);
        }
    }

    void launch(Pool pool, int count, int got) {
        capacity.launched(SOURCE, pool, count, now);
        Refusal refusal =
                Refusal.of(Refusal.Kind.NO_CAPACITY, Refusal.Scope.POOL, "none of these left");
        List<Refusal> refusals = got < count ? List.of(refusal) : List.of();
        answer(pool, count, new LaunchReply(instances(pool, got), refusals));
    }

    void refuse(Pool pool, Refusal refusal) {
        capacity.launched(SOURCE, pool, 1, now);
        answer(pool, 1, LaunchReply.refused(refusal));
    }

    int most(Pool pool) {
        return capacity.mostAtOnce(SOURCE, pool, now).count();
    }

    double success(Pool pool, int count) {
        return capacity.successProbability(SOURCE, pool, count, now);
    }

    boolean mayAsk(Pool pool) {
        return capacity.whyNot(SOURCE, pool, now).isEmpty();
    }

    /** Seconds until the pool may be asked again. */
    long blockedSeconds(Pool pool) {
        long seconds = 0;
        while (capacity.whyNot(SOURCE, pool, now.plusSeconds(seconds)).isPresent()) {
            seconds++;
        }
        return seconds;
    }

    private void answer(Pool pool, int count, LaunchReply reply) {
        capacity.answered(SOURCE, pool, count, reply, now);
        capacity.settled(SOURCE, pool);
    }

    private List<Instance> instances(Pool pool, int count) {
        Owner owner =
                new Owner(new UUID(1, 1), new TemplateKey("cloud", "template"), new UUID(2, 2));
        return IntStream.range(0, count)
                .mapToObj(i -> new Instance("i-" + i, pool, owner, InstanceState.BOOTING, now))
                .toList();
    }
}
