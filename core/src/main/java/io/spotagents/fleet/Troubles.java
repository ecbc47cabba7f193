package io.spotagents.fleet;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Logger;

/** What a person should know of sources that could not be called, each once in the log. */
final class Troubles {

    private static final Logger LOGGER = Logger.getLogger(Troubles.class.getName());

    private final Map<String, String> bySource = new TreeMap<>();

    void failed(FleetEvent.CallFailed event) {
        String trouble = event.call() + " failed: " + event.refusal();
        if (!trouble.equals(bySource.put(event.source(), trouble))) {
            LOGGER.warning(() -> "The source " + event.source() + " does not answer: " + trouble);
        }
    }

    /** It answers again. */
    void heard(String source) {
        bySource.remove(source);
    }

    void retain(Collection<String> sources) {
        bySource.keySet().retainAll(sources);
    }

    Map<String, String> bySource() {
        return bySource;
    }
}
