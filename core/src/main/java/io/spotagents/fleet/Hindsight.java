package io.spotagents.fleet;

import io.spotagents.capacity.CoolDown;
import io.spotagents.market.ObservationBook;
import io.spotagents.selection.Outlook;
import java.time.Instant;
import java.util.List;

/** What a fleet would know that begins with a book of observations and holds nothing yet. */
public final class Hindsight {

    private Hindsight() {}

    /** What is known at a moment; not to be asked from two threads at once. */
    public static Outlook of(ObservationBook book, Instant now) {
        return new Experience(CoolDown.DEFAULT, book, now).at(now, List.of(), List.of());
    }
}
