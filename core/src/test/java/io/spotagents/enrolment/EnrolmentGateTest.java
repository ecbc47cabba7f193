package io.spotagents.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotagents.capacity.CallRates.Rate;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EnrolmentGateTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final InetAddress FIRST = address("192.0.2.1");
    private static final InetAddress SECOND_ADDRESS = address("192.0.2.2");

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static EnrolmentGate gate(int perAddress, int overall, int maxAddresses) {
        return new EnrolmentGate(
                new EnrolmentLimits(
                        new Rate(perAddress, SECOND), new Rate(overall, SECOND), maxAddresses, 100),
                NOON);
    }

    private static boolean passes(EnrolmentGate gate, InetAddress address, Instant at) {
        try {
            gate.pass(address, 10, at);
            return true;
        } catch (RefusedException e) {
            assertThat(e.because()).isEqualTo(RefusedBecause.TOO_MANY);
            return false;
        }
    }

    @Test
    void letsAnAddressHaveItsBurstAndThenItsRate() {
        EnrolmentGate gate = gate(2, 100, 10);

        assertThat(passes(gate, FIRST, NOON)).isTrue();
        assertThat(passes(gate, FIRST, NOON)).isTrue();
        assertThat(passes(gate, FIRST, NOON)).isFalse();
        assertThat(passes(gate, SECOND_ADDRESS, NOON)).isTrue();
        assertThat(passes(gate, FIRST, NOON.plus(SECOND))).isTrue();
        assertThat(passes(gate, FIRST, NOON.plus(SECOND))).isFalse();
    }

    @Test
    void holdsAllAddressesTogetherToOneRate() {
        EnrolmentGate gate = gate(2, 3, 10);

        assertThat(passes(gate, FIRST, NOON)).isTrue();
        assertThat(passes(gate, FIRST, NOON)).isTrue();
        assertThat(passes(gate, SECOND_ADDRESS, NOON)).isTrue();
        assertThat(passes(gate, SECOND_ADDRESS, NOON)).isFalse();
    }

    @Test
    void anAddressThatIsRefusedCostsTheOthersNothing() {
        EnrolmentGate gate = gate(1, 2, 10);
        for (int n = 0; n < 100; n++) {
            passes(gate, FIRST, NOON);
        }

        assertThat(passes(gate, SECOND_ADDRESS, NOON)).isTrue();
    }

    @Test
    void takesANetworkOfIpv6ForOneAddress() {
        EnrolmentGate gate = gate(1, 100, 10);

        assertThat(passes(gate, address("2001:db8:0:1::1"), NOON)).isTrue();
        assertThat(passes(gate, address("2001:db8:0:1:ffff::2"), NOON)).isFalse();
        assertThat(passes(gate, address("2001:db8:0:2::1"), NOON)).isTrue();
    }

    @Test
    void forgetsTheAddressNotSeenForLongestWhenThereAreTooMany() {
        EnrolmentGate gate = gate(1, 100, 2);
        passes(gate, FIRST, NOON);
        passes(gate, SECOND_ADDRESS, NOON);
        passes(gate, FIRST, NOON);
        passes(gate, address("192.0.2.3"), NOON);

        assertThat(passes(gate, FIRST, NOON)).isFalse();
        assertThat(passes(gate, SECOND_ADDRESS, NOON)).isTrue();
    }

    @Test
    void refusesWhatIsTooLargeAndCountsIt() {
        EnrolmentGate gate = gate(1, 100, 10);

        assertThatThrownBy(() -> gate.pass(FIRST, 101, NOON))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.because()).isEqualTo(RefusedBecause.TOO_LARGE));
        assertThat(passes(gate, FIRST, NOON)).isFalse();
    }

    @Test
    void bringsAFleetOf2000FromOneAddressInAMinuteByDefault() {
        EnrolmentGate gate = new EnrolmentGate(EnrolmentLimits.DEFAULT, NOON);

        for (int n = 0; n < 4_000; n++) {
            assertThat(passes(gate, FIRST, NOON)).isTrue();
        }
    }
}
