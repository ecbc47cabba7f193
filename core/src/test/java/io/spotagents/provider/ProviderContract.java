package io.spotagents.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.spotagents.model.Pool;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import org.junit.jupiter.api.Test;

/** What every provider keeps to, whatever its cloud. */
public abstract class ProviderContract extends EndlessContract {

    /** The pool holds so many instances at most. */
    protected abstract void stock(Pool pool, int instances) throws Exception;

    @Test
    void answersInstancesAndARefusalWhenThePoolHoldsLess() throws Exception {
        stock(somePool(), 2);

        LaunchReply reply = provider().launch(request(owner(), 3));

        assertThat(reply.instances()).hasSize(2);
        assertThat(reply.refusals())
                .extracting(Refusal::kind, Refusal::scope)
                .containsExactly(tuple(Kind.NO_CAPACITY, Scope.POOL));
    }

    @Test
    void aSoldOutPoolIsRefusedForItselfAlone() throws Exception {
        stock(somePool(), 0);

        LaunchReply soldOut = provider().launch(request(owner(), 1));
        LaunchReply other =
                provider().launch(new LaunchRequest(owner(), otherPool(), 1, LONG_BOOT_DEADLINE));

        assertThat(soldOut.instances()).isEmpty();
        assertThat(soldOut.refusals())
                .extracting(Refusal::kind, Refusal::scope)
                .containsExactly(tuple(Kind.NO_CAPACITY, Scope.POOL));
        assertThat(other.instances()).hasSize(1);
    }

    @Test
    void anEndedInstanceGivesItsPlaceBack() throws Exception {
        stock(somePool(), 1);
        provider().end(ids(provider().launch(request(owner(), 1))));
        eventually(() -> assertThat(listed()).isEmpty());

        LaunchReply reply = provider().launch(request(owner(), 1));

        assertThat(reply.instances()).hasSize(1);
    }
}
