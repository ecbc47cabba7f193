package io.spotagents.store;

import io.spotagents.batches.RunBook;
import io.spotagents.batches.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Test runs in two tables of the store. Reading waits for no write. */
final class StoredRuns implements RunBook {

    private final StoreFile file;
    private final Json json;
    private final Most most;

    /** Held over a whole write, disk included. */
    private final Object writing = new Object();

    /** Held for moments only. */
    private final Object memory = new Object();

    private final Map<String, Events> runs = new TreeMap<>();
    private final Map<String, StoredDurations> jobs = new TreeMap<>();

    /**
     * How much is kept.
     *
     * @param runs under way
     * @param durations of tests, of all jobs together; about 60 bytes each on disk
     */
    record Most(int runs, int durations) {
        static final Most DEFAULT = new Most(200, 500_000);
    }

    /**
     * On-disk form of how long tests took, in milliseconds.
     *
     * @param at when one was last added; time in ISO 8601, UTC
     */
    record StoredDurations(String at, Map<String, Long> millis) {}

    StoredRuns(StoreFile file, Json json, Most most) {
        this.file = file;
        this.json = json;
        this.most = most;
    }

    /** What was in the file when it was opened, in the order of its keys. */
    void add(String key, RunEvent event) {
        int end = key.lastIndexOf('\n');
        long number = Long.parseLong(key.substring(end + 1));
        synchronized (memory) {
            runs.computeIfAbsent(key.substring(0, end), any -> new Events()).add(number, event);
        }
    }

    /** What was in the file when it was opened. */
    void add(String job, StoredDurations durations) {
        synchronized (memory) {
            jobs.put(job, durations);
        }
    }

    @Override
    public void append(String run, List<RunEvent> events) {
        if (run.isBlank() || run.contains("\n")) {
            throw new IllegalArgumentException("run must be one line, not '" + run + "'");
        }
        if (events.isEmpty()) {
            return;
        }
        synchronized (writing) {
            List<String> dropped = tooMany(run);
            dropped.forEach(this::ended);
            Map<String, String> texts = new LinkedHashMap<>();
            long number = next(run);
            for (RunEvent event : events) {
                texts.put(key(run, number++), json.write(StoredRunEvent.of(event)));
            }
            file.write(tables -> texts.forEach((key, text) -> tables.put(Table.RUNS, key, text)));
            synchronized (memory) {
                Events kept = runs.computeIfAbsent(run, any -> new Events());
                events.forEach(event -> kept.add(kept.next, event));
            }
        }
    }

    private static String key(String run, long number) {
        return run + "\n" + ObservationTable.key(number);
    }

    private long next(String run) {
        synchronized (memory) {
            Events events = runs.get(run);
            return events == null ? 1 : events.next;
        }
    }

    private List<String> tooMany(String run) {
        synchronized (memory) {
            if (runs.containsKey(run) || runs.size() < most.runs) {
                return List.of();
            }
            return runs.entrySet().stream()
                    .min(Map.Entry.comparingByValue(Comparator.comparing(Events::began)))
                    .map(Map.Entry::getKey)
                    .stream()
                    .toList();
        }
    }

    @Override
    public List<RunEvent> events(String run) {
        synchronized (memory) {
            Events events = runs.get(run);
            return events == null ? List.of() : List.copyOf(events.events);
        }
    }

    @Override
    public List<String> open() {
        synchronized (memory) {
            return List.copyOf(runs.keySet());
        }
    }

    @Override
    public void ended(String run) {
        synchronized (writing) {
            List<Long> numbers;
            synchronized (memory) {
                Events events = runs.get(run);
                numbers = events == null ? List.of() : List.copyOf(events.numbers);
            }
            if (numbers.isEmpty()) {
                return;
            }
            file.write(tables -> numbers.forEach(one -> tables.remove(Table.RUNS, key(run, one))));
            synchronized (memory) {
                runs.remove(run);
            }
        }
    }

    @Override
    public void took(String job, Map<String, Duration> durations, Instant at) {
        synchronized (writing) {
            Map<String, Long> millis = new TreeMap<>();
            durations(job).forEach((test, took) -> millis.put(test, took.toMillis()));
            durations.forEach((test, took) -> millis.put(test, took.toMillis()));
            if (millis.size() > most.durations) {
                millis.keySet().retainAll(durations.keySet());
            }
            StoredDurations stored = new StoredDurations(at.toString(), millis);
            String text = json.write(stored);
            List<String> dropped = oldest(job, millis.size());
            file.write(
                    tables -> {
                        dropped.forEach(old -> tables.remove(Table.DURATIONS, old));
                        tables.put(Table.DURATIONS, job, text);
                    });
            synchronized (memory) {
                dropped.forEach(jobs::remove);
                jobs.put(job, stored);
            }
        }
    }

    /** Jobs that have to make room for so many durations of this one. */
    private List<String> oldest(String job, int coming) {
        List<Map.Entry<String, StoredDurations>> others;
        synchronized (memory) {
            others = new ArrayList<>(jobs.entrySet());
        }
        others.removeIf(other -> other.getKey().equals(job));
        others.sort(Comparator.comparing(other -> Instant.parse(other.getValue().at)));
        int kept = coming + others.stream().mapToInt(one -> one.getValue().millis.size()).sum();
        List<String> dropped = new ArrayList<>();
        for (Map.Entry<String, StoredDurations> other : others) {
            if (kept > most.durations) {
                dropped.add(other.getKey());
                kept -= other.getValue().millis.size();
            }
        }
        return dropped;
    }

    @Override
    public Map<String, Duration> durations(String job) {
        StoredDurations stored;
        synchronized (memory) {
            stored = jobs.get(job);
        }
        Map<String, Duration> durations = new TreeMap<>();
        if (stored != null) {
            stored.millis.forEach((test, ms) -> durations.put(test, Duration.ofMillis(ms)));
        }
        return durations;
    }

    /** Of one run. */
    private static final class Events {
        private final List<RunEvent> events = new ArrayList<>();
        private final List<Long> numbers = new ArrayList<>();
        private long next = 1;

        void add(long number, RunEvent event) {
            events.add(event);
            numbers.add(number);
            next = number + 1;
        }

        /** When its first batch was handed out; the end of time if none was. */
        Instant began() {
            return events.stream()
                    .filter(RunEvent.HandedOut.class::isInstance)
                    .map(event -> ((RunEvent.HandedOut) event).at())
                    .findFirst()
                    .orElse(Instant.MAX);
        }
    }
}
