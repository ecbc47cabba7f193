package io.spotagents.market.generated;

import java.time.Duration;
import java.util.List;

/**
 * How often something happens per hour, by the time since it last happened. Immutable.
 *
 * @param steps by age, the first from zero on; each rate holds until the next step
 */
public record AgeRates(List<Step> steps) {

    public AgeRates {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || !steps.get(0).from().isZero()) {
            throw new IllegalArgumentException("steps must begin at age zero, not " + steps);
        }
        for (int next = 1; next < steps.size(); next++) {
            if (steps.get(next - 1).from().compareTo(steps.get(next).from()) >= 0) {
                throw new IllegalArgumentException("steps must be in order, not " + steps);
            }
        }
        if (!(steps.get(steps.size() - 1).perHour() > 0)) {
            throw new IllegalArgumentException("the last of steps must be above 0, not " + steps);
        }
    }

    static AgeRates of(Step... steps) {
        return new AgeRates(List.of(steps));
    }

    static Step from(Duration age, double perHour) {
        return new Step(age, perHour);
    }

    /** The same so many times faster. */
    AgeRates faster(double times) {
        return new AgeRates(
                steps.stream()
                        .map(step -> from(Hours.faster(step.from(), times), step.perHour() * times))
                        .toList());
    }

    /**
     * A rate from an age on.
     *
     * @param from age at which it begins
     * @param perHour times an hour, at least 0
     */
    public record Step(Duration from, double perHour) {
        public Step {
            if (from.isNegative()) {
                throw new IllegalArgumentException("from must not be negative, but is " + from);
            }
            Check.notNegative("perHour", perHour);
        }
    }
}
