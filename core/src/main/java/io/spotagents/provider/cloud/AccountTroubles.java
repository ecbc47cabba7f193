package io.spotagents.provider.cloud;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.logging.Logger;

/**
 * What cannot be read of an account, where all works without it; the newest word on each thing, and
 * each word once in the log. Safe to use from any thread.
 */
public final class AccountTroubles {

    private static final Logger LOGGER = Logger.getLogger(AccountTroubles.class.getName());

    private final SortedMap<String, String> byThing = new TreeMap<>();

    /**
     * It cannot be read.
     *
     * @param thing such as {@code quotas}
     * @param why what the cloud said, and what happens without it, for people
     */
    public synchronized void met(String thing, String why) {
        if (!why.equals(byThing.put(thing, why))) {
            LOGGER.warning(why);
        }
    }

    /** It was read. */
    public synchronized void over(String thing) {
        byThing.remove(thing);
    }

    /** What is in the way now, for people, in the order of the things. */
    public synchronized List<String> all() {
        return List.copyOf(byThing.values());
    }
}
