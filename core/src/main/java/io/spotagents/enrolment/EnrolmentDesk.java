package io.spotagents.enrolment;

import io.spotagents.provider.Instance;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Logger;

/**
 * Answers instances that want to enroll: limits, proof, rules, book, in this order. Whatever it
 * answers, it says in one line of the log, without anything secret. Safe to use from any thread.
 */
public final class EnrolmentDesk {

    private static final Logger LOGGER = Logger.getLogger(EnrolmentDesk.class.getName());

    /** A launch is answered within seconds; a thousand that ask each two seconds are no load. */
    static final Duration COME_AGAIN_AFTER = Duration.ofSeconds(2);

    private final EnrolmentGate gate;
    private final Proofs proofs;
    private final EnrolmentRules rules;
    private final Controller controller;
    private final InstantSource time;
    private final RefusalLog refusals;

    /** Held while an instance is written down, so that a secret lets in no more than it may. */
    private final Object writing = new Object();

    /**
     * What counts as a proof.
     *
     * @param secrets empty if they are switched off
     */
    public record Proofs(Checks checks, Optional<UserDataSecrets> secrets) {

        /**
         * @param checks of signed documents, by short name of the provider; absent is switched off
         */
        public Proofs(Map<String, IdentityCheck> checks, Optional<UserDataSecrets> secrets) {
            this(provider -> Optional.ofNullable(checks.get(provider)), secrets);
        }
    }

    /** Who checks signed documents now. Called from any thread. */
    public interface Checks {

        /**
         * @param provider short name of it; empty is switched off
         */
        Optional<IdentityCheck> of(String provider);
    }

    /**
     * The controller's side.
     *
     * @param roster what is known now
     */
    public record Controller(Supplier<Roster> roster, EnrolmentBook book, Handouts handouts) {}

    public EnrolmentDesk(
            EnrolmentGate gate,
            Proofs proofs,
            EnrolmentRules rules,
            Controller controller,
            InstantSource time) {
        this.gate = gate;
        this.proofs = proofs;
        this.rules = rules;
        this.controller = controller;
        this.time = time;
        this.refusals = new RefusalLog(time.instant());
    }

    /**
     * Answers one request. The book is written before the answer is given: an instance whose answer
     * gets lost does not enroll again, and its lease ends it.
     *
     * @param from the address that the connection comes from
     * @param body the request's body, of which no more need be read than the limit and one byte
     */
    public EnrolmentAnswer answer(InetAddress from, byte[] body) {
        Instant now = time.instant();
        String who = "Somebody";
        try {
            gate.pass(from, body.length, now);
            EnrolmentRequest request = EnrolmentRequest.parse(body);
            Identity identity = proven(request, now);
            who = identity.toString();
            return answer(request, identity, now);
        } catch (RefusedException e) {
            refusals.tell(who, from, e, now);
            return new EnrolmentAnswer.Refused(e.because());
        }
    }

    private Identity proven(EnrolmentRequest request, Instant now) throws RefusedException {
        Optional<SignedDocument> document = request.proof().document();
        if (document.isPresent()) {
            return proofs.checks()
                    .of(request.provider())
                    .orElseThrow(
                            () ->
                                    new RefusedException(
                                            RefusedBecause.NOT_ENABLED, "signed document"))
                    .proven(document.get(), request.intent(), now);
        }
        EnrolmentRequest.Told told = request.proof().told().orElseThrow();
        check(request, told, now);
        return told.identity();
    }

    private void check(EnrolmentRequest request, EnrolmentRequest.Told told, Instant now)
            throws RefusedException {
        UserDataSecrets secrets =
                proofs.secrets()
                        .orElseThrow(
                                () -> new RefusedException(RefusedBecause.NOT_ENABLED, "secret"));
        secrets.check(request.intent(), told.secret(), now);
    }

    private EnrolmentAnswer answer(EnrolmentRequest request, Identity identity, Instant now)
            throws RefusedException {
        boolean before = controller.book().hasEnrolled(identity.site(), identity.instanceId());
        Claim claim = new Claim(identity, request.controller(), request.intent(), before);
        Optional<Instance> instance =
                rules.admit(claim, controller.roster().get(), now).map(Roster.Expected::instance);
        Optional<Handout> handout = instance.flatMap(controller.handouts()::of);
        if (instance.isEmpty() || handout.isEmpty()) {
            LOGGER.fine(() -> identity + " calls before its launch was answered: told to wait");
            return new EnrolmentAnswer.ComeAgain(COME_AGAIN_AFTER);
        }
        write(request, identity, instance.get(), now);
        LOGGER.info(
                () -> identity + " of " + instance.get().pool() + " enrolled: " + handout.get());
        return new EnrolmentAnswer.Accepted(handout.get());
    }

    private void write(EnrolmentRequest request, Identity identity, Instance instance, Instant now)
            throws RefusedException {
        Enrolled enrolled =
                new Enrolled(
                        identity.site(), identity.instanceId(), instance.owner().intent(), now);
        synchronized (writing) {
            if (request.proof().told().isPresent()) {
                check(request, request.proof().told().get(), now);
            }
            if (!controller.book().enroll(enrolled)) {
                throw new RefusedException(RefusedBecause.REPLAYED);
            }
        }
    }
}
