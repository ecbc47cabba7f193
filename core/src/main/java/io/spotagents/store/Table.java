package io.spotagents.store;

/** The tables of a store file. Their names on disk are part of its format. */
enum Table {
    /** The format's version and the controller's id. */
    ABOUT("about"),
    /** Launch intents by token. */
    INTENTS("intents"),
    /** Ledger entries by instance id. */
    LEDGER("ledger"),
    /** What dropped ledger entries cost, by template. */
    TOTALS("totals"),
    /**
     * Observations by their number, in 19 digits so that they stand in its order. A file of before
     * there were any has no such table, and gains it; the format is the same.
     */
    OBSERVATIONS("observations"),
    /** Instances that enrolled, by provider, account and id; gained in the same way. */
    ENROLLED("enrolled"),
    /** Hashes of secrets in user data, by the launch's token; gained in the same way. */
    SECRETS("enrolment-secrets"),
    /**
     * Events of test runs under way, by the run's id and their number, a line each; gained in the
     * same way.
     */
    RUNS("test-runs"),
    /** How long tests took, by job; gained in the same way. */
    DURATIONS("test-durations");

    private final String nameOnDisk;

    Table(String nameOnDisk) {
        this.nameOnDisk = nameOnDisk;
    }

    String nameOnDisk() {
        return nameOnDisk;
    }
}
