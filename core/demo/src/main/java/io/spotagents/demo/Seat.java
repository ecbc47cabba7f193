package io.spotagents.demo;

import java.time.Instant;

/** An instance whose worker is connected, as the dispatcher knows it. */
final class Seat {

    final String instanceId;
    final Channel channel;
    private Instant heardAt;
    private boolean waits;
    private boolean leaves;

    Seat(String instanceId, Channel channel, Instant now) {
        this.instanceId = instanceId;
        this.channel = channel;
        this.heardAt = now;
    }

    /** When it last said something about its work. */
    Instant heardAt() {
        return heardAt;
    }

    void heard(Instant now) {
        heardAt = now;
    }

    /** Whether it asked for a batch and got none yet. */
    boolean waits() {
        return waits;
    }

    void asks() {
        waits = true;
    }

    void isServed(Instant now) {
        waits = false;
        heardAt = now;
    }

    /** Whether it takes no new batch, for whatever reason. */
    boolean leaves() {
        return leaves;
    }

    void leave() {
        leaves = true;
    }
}
