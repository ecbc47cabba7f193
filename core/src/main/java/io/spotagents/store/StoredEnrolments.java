package io.spotagents.store;

import io.spotagents.enrolment.Enrolled;
import io.spotagents.enrolment.EnrolmentBook;
import io.spotagents.enrolment.IssuedSecret;
import io.spotagents.enrolment.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Who has enrolled, and by which secrets one may, in two tables of the store. Reading waits for no
 * write.
 */
final class StoredEnrolments implements EnrolmentBook {

    /**
     * Most enrolments that are kept; beyond it those from longest ago are dropped. A cloud grants
     * one account a few instances a second at most, so these are many hours: an instance that was
     * dropped is refused all the same, since its boot deadline has passed.
     */
    static final int MAX_ENROLLED = 100_000;

    /** Most secrets that are kept, one a launch; beyond it those that end first are dropped. */
    static final int MAX_SECRETS = 10_000;

    private static final Comparator<Enrolled> OLDEST =
            Comparator.comparing(Enrolled::at).thenComparing(Enrolled::key);

    private static final Comparator<IssuedSecret> FIRST_TO_END =
            Comparator.comparing(IssuedSecret::until).thenComparing(IssuedSecret::intent);

    private final StoreFile file;
    private final Json json;
    private final Most most;

    /** Held over a whole write, disk included. */
    private final Object writing = new Object();

    /** Held for moments only. */
    private final Object memory = new Object();

    private final Map<String, Enrolled> enrolled = new HashMap<>();
    private final NavigableSet<Enrolled> oldestFirst = new TreeSet<>(OLDEST);
    private final Map<UUID, Integer> ofIntent = new HashMap<>();
    private final Map<UUID, IssuedSecret> secrets = new HashMap<>();

    /** How many are kept, so that tests need not write 100,000. */
    record Most(int enrolled, int secrets) {
        static final Most DEFAULT = new Most(MAX_ENROLLED, MAX_SECRETS);
    }

    StoredEnrolments(StoreFile file, Json json, Most most) {
        this.file = file;
        this.json = json;
        this.most = most;
    }

    /** What was in the file when it was opened. */
    void add(Enrolled one) {
        synchronized (memory) {
            enrolled.put(one.key(), one);
            oldestFirst.add(one);
            ofIntent.merge(one.intent(), 1, Integer::sum);
        }
    }

    /** What was in the file when it was opened. */
    void add(IssuedSecret secret) {
        synchronized (memory) {
            secrets.put(secret.intent(), secret);
        }
    }

    @Override
    public boolean enroll(Enrolled one) {
        synchronized (writing) {
            if (hasEnrolled(one.site(), one.instanceId())) {
                return false;
            }
            List<Enrolled> dropped = dropped();
            String text = json.write(StoredEnrolled.of(one));
            file.write(
                    tables -> {
                        dropped.forEach(old -> tables.remove(Table.ENROLLED, old.key()));
                        tables.put(Table.ENROLLED, one.key(), text);
                    });
            synchronized (memory) {
                dropped.forEach(this::forget);
                add(one);
            }
            return true;
        }
    }

    private List<Enrolled> dropped() {
        synchronized (memory) {
            long excess = Math.max(0, oldestFirst.size() + 1L - most.enrolled);
            return oldestFirst.stream().limit(excess).toList();
        }
    }

    private void forget(Enrolled old) {
        enrolled.remove(old.key());
        oldestFirst.remove(old);
        ofIntent.computeIfPresent(old.intent(), (intent, n) -> n > 1 ? n - 1 : null);
    }

    @Override
    public boolean hasEnrolled(Site site, String instanceId) {
        synchronized (memory) {
            return enrolled.containsKey(Enrolled.keyOf(site, instanceId));
        }
    }

    @Override
    public int enrolledOf(UUID intent) {
        synchronized (memory) {
            return ofIntent.getOrDefault(intent, 0);
        }
    }

    @Override
    public void issue(IssuedSecret secret) {
        synchronized (writing) {
            List<IssuedSecret> dropped = tooMany(secret);
            String text = json.write(StoredEnrolled.StoredSecret.of(secret));
            file.write(
                    tables -> {
                        dropped.forEach(
                                old -> tables.remove(Table.SECRETS, old.intent().toString()));
                        tables.put(Table.SECRETS, secret.intent().toString(), text);
                    });
            synchronized (memory) {
                dropped.forEach(old -> secrets.remove(old.intent()));
                secrets.put(secret.intent(), secret);
            }
        }
    }

    private List<IssuedSecret> tooMany(IssuedSecret coming) {
        synchronized (memory) {
            long excess = secrets.size() + 1L - most.secrets;
            if (secrets.containsKey(coming.intent()) || excess < 1) {
                return List.of();
            }
            List<IssuedSecret> inOrder = new ArrayList<>(secrets.values());
            inOrder.sort(FIRST_TO_END);
            return List.copyOf(inOrder.subList(0, (int) excess));
        }
    }

    @Override
    public Optional<IssuedSecret> issued(UUID intent) {
        synchronized (memory) {
            return Optional.ofNullable(secrets.get(intent));
        }
    }
}
