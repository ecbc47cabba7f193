package io.spotagents.fleet;

import io.spotagents.model.TemplateKey;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Something the fleet should do next, with its reason. {@link FleetPlanner} makes these. */
public sealed interface FleetAction {

    /** Calls the actor's method for this case. */
    void carryOut(Actor actor);

    /** For people: why. */
    String reason();

    /** Ask a source for instances of one pool. */
    record Launch(TemplateKey template, LaunchIntent.Ask ask, String reason)
            implements FleetAction {
        @Override
        public void carryOut(Actor actor) {
            actor.launch(this);
        }
    }

    /** Give an instance no new work, and end it once it holds none or its deadline comes. */
    record Drain(String instanceId, Agents.Drain drain) implements FleetAction {
        @Override
        public void carryOut(Actor actor) {
            actor.drain(this);
        }

        @Override
        public String reason() {
            return drain.reason();
        }
    }

    /** End instances of one source with everything in them. */
    record End(String source, SortedSet<String> instanceIds, String reason) implements FleetAction {
        public End {
            instanceIds = Collections.unmodifiableSortedSet(new TreeSet<>(instanceIds));
        }

        @Override
        public void carryOut(Actor actor) {
            actor.end(this);
        }
    }

    /** One method per case. */
    interface Actor {
        void launch(Launch action);

        void drain(Drain action);

        void end(End action);
    }
}
