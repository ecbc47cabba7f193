package io.spotagents.enrolment;

/** Why an instance was not let in. Each says in the log what happened, and what to do about it. */
public enum RefusedBecause {
    TOO_LARGE("the request is larger than any instance sends"),
    TOO_MANY("requests come faster than the limit allows"),
    MALFORMED("the request cannot be read"),
    NOT_ENABLED("this way to enroll is not switched on here"),
    NO_CERTIFICATE(
            "no valid certificate of its region is installed: add it, see docs/enrolment.md"),
    FORGED("the signature does not match the document"),
    EXPIRED("the document is not of an instance that was just started"),
    FOREIGN_ACCOUNT("no source uses its account"),
    FOREIGN_REGION("no source uses its region"),
    FOREIGN_CONTROLLER("it belongs to another controller"),
    UNKNOWN_INSTANCE("no launch of this controller made it"),
    WRONG_LAUNCH("it names another launch than the one that made it"),
    INSTANCE_ENDS("the instance is being ended"),
    BOOT_DEADLINE_PASSED("it called after its boot deadline"),
    REPLAYED("the instance has enrolled before, and each does only once"),
    WRONG_SECRET("the secret is not that of the launch"),
    SECRET_USED_UP("the secret was used by as many instances as were launched"),
    SECRET_EXPIRED("the secret was valid until the boot deadline");

    private final String sentence;

    RefusedBecause(String sentence) {
        this.sentence = sentence;
    }

    /** For people; names nothing secret. */
    public String sentence() {
        return sentence;
    }
}
