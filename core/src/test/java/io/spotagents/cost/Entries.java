package io.spotagents.cost;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.model.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Ledger entries for tests; values that a test does not name mean nothing. */
public final class Entries {

    public static final Instant NOON = Instant.parse("2026-08-20T12:00:00Z");
    public static final TemplateKey LINUX = new TemplateKey("cloud", "linux");

    public static final Pool POOL =
            new Pool(
                    new Place("local", "account", "region", "zone-a"),
                    "m.large",
                    OperatingSystem.LINUX,
                    Purchase.SPOT);

    private Entries() {}

    public static LedgerEntry running(String id, Instant from) {
        return new LedgerEntry(
                id,
                LINUX,
                new LedgerEntry.Rate(POOL, Usd.of(0.10), Usd.of(0.40)),
                new LedgerEntry.Ran(from, Optional.empty()),
                Duration.ZERO);
    }

    /** So many entries of three templates, some running, some with work lost. */
    public static List<LedgerEntry> random(Random random, int count) {
        List<LedgerEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(random(random, "i-" + i));
        }
        return entries;
    }

    public static LedgerEntry random(Random random, String id) {
        Instant from = NOON.plusMillis(random.nextInt(86_400_000));
        LedgerEntry entry =
                new LedgerEntry(
                        id,
                        new TemplateKey("cloud", "t" + random.nextInt(3)),
                        new LedgerEntry.Rate(
                                POOL,
                                new Usd(random.nextInt(2_000_000)),
                                new Usd(random.nextInt(4_000_000))),
                        new LedgerEntry.Ran(from, Optional.empty()),
                        Duration.ofMillis(random.nextInt(3_600_000)));
        return random.nextBoolean()
                ? entry.endedAt(from.plusMillis(random.nextInt(86_400_000) - 600_000))
                : entry;
    }
}
