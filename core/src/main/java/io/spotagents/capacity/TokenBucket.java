package io.spotagents.capacity;

import java.time.Duration;
import java.time.Instant;

/** Tokens that are spent at once and come back one by one. A clock that goes back adds none. */
public final class TokenBucket {

    private final CallRates.Rate rate;
    private double tokens;
    private Instant at;

    public TokenBucket(CallRates.Rate rate, Instant now) {
        this.rate = rate;
        this.tokens = rate.burst();
        this.at = now;
    }

    /** Whole tokens left; 0 while earlier takers are in debt. */
    public int left(Instant now) {
        return (int) Math.max(0, Math.floor(tokensAt(now)));
    }

    /**
     * Never refuses: what was spent beyond what was left is a debt that has to be waited for, but
     * not for longer than a whole burst takes to come back.
     */
    public void take(Instant now) {
        tokens = Math.max(-rate.burst(), tokensAt(now) - 1);
        at = now.isAfter(at) ? now : at;
    }

    private double tokensAt(Instant now) {
        double passed = Duration.between(at, now).toNanos() / (double) rate.refill().toNanos();
        return Math.min(rate.burst(), tokens + Math.max(0, passed));
    }
}
