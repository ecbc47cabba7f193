package io.spotagents.enrolment;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A book that forgets when the process ends. */
public final class InMemoryEnrolments implements EnrolmentBook {

    private final Map<String, Enrolled> enrolled = new HashMap<>();
    private final Map<UUID, IssuedSecret> secrets = new HashMap<>();

    @Override
    public synchronized boolean enroll(Enrolled one) {
        return enrolled.putIfAbsent(one.key(), one) == null;
    }

    @Override
    public synchronized boolean hasEnrolled(Site site, String instanceId) {
        return enrolled.containsKey(Enrolled.keyOf(site, instanceId));
    }

    @Override
    public synchronized int enrolledOf(UUID intent) {
        return (int) enrolled.values().stream().filter(one -> one.intent().equals(intent)).count();
    }

    @Override
    public synchronized void issue(IssuedSecret secret) {
        secrets.put(secret.intent(), secret);
    }

    @Override
    public synchronized Optional<IssuedSecret> issued(UUID intent) {
        return Optional.ofNullable(secrets.get(intent));
    }
}
