package io.spotagents.sim;

/** Our policy among those that run along. */
final class Ours {

    private Ours() {}

    static Contender contender() {
        return Contenders.all().stream()
                .filter(one -> one.name().equals(Contenders.OURS))
                .findFirst()
                .orElseThrow();
    }
}
