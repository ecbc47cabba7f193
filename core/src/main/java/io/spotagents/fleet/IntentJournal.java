package io.spotagents.fleet;

import java.util.List;
import java.util.UUID;

/** Keeps launch intents over a crash. Each call returns only when what it says is on disk. */
public interface IntentJournal {

    /** Written before the provider is called. */
    void opened(LaunchIntent intent);

    /** Written when the outcome of the launch is known. An unknown token is no error. */
    void closed(UUID token);

    /** Intents whose outcome is not known, oldest first. */
    List<LaunchIntent> open();
}
