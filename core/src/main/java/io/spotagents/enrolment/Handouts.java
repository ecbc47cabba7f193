package io.spotagents.enrolment;

import io.spotagents.provider.Instance;
import java.util.Optional;

/** Whoever makes agents of instances. Called from any thread; must return at once. */
@FunctionalInterface
public interface Handouts {

    /** What the instance needs; empty as long as nobody could connect with it. */
    Optional<Handout> of(Instance instance);
}
