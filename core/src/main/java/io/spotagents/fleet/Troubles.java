package io.spotagents.fleet;

import io.spotagents.selection.Outlook;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Logger;

/** What a person should know of sources that could not be called, each once in the log. */
final class Troubles {

    private static final Logger LOGGER = Logger.getLogger(Troubles.class.getName());

    /** Listings that fail in a row; one alone may be a slip. */
    private static final int SILENT_AFTER = 2;

    private final Map<String, String> bySource = new TreeMap<>();
    private final Map<String, Integer> failedListings = new TreeMap<>();

    void failed(FleetEvent.CallFailed event) {
        if (event.call() == FleetEvent.Call.LIST) {
            failedListings.merge(event.source(), 1, Integer::sum);
        }
        String trouble = event.call() + " failed: " + event.refusal();
        if (!trouble.equals(bySource.put(event.source(), trouble))) {
            LOGGER.warning(() -> "The source " + event.source() + " does not answer: " + trouble);
        }
    }

    /** It answers again. */
    void heard(String source) {
        bySource.remove(source);
        failedListings.remove(source);
    }

    void retain(Collection<String> sources) {
        bySource.keySet().retainAll(sources);
        failedListings.keySet().retainAll(sources);
    }

    /** What is known, without the sources that do not tell what exists. */
    Outlook seenBy(Outlook known) {
        Set<String> silent = silent();
        return silent.isEmpty() ? known : new WithoutSilent(known, silent);
    }

    /** Sources that do not tell what exists. */
    Set<String> silent() {
        Set<String> silent = new TreeSet<>();
        failedListings.forEach(
                (source, failures) -> {
                    if (failures >= SILENT_AFTER) {
                        silent.add(source);
                    }
                });
        return silent;
    }

    Map<String, String> bySource() {
        return bySource;
    }
}
