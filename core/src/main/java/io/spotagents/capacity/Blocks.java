package io.spotagents.capacity;

import io.spotagents.model.MachineFamily;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.provider.Refusal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is not to be asked until when, as far as each refusal reaches. */
final class Blocks {

    private final Map<Refusal.Scope, Map<Reach, Block>> blocks = new EnumMap<>(Refusal.Scope.class);
    private final Map<String, String> families = new HashMap<>();

    Blocks() {
        for (Refusal.Scope scope : Refusal.Scope.values()) {
            blocks.put(scope, new HashMap<>());
        }
    }

    /** What holds longer stays: a reclaim does not mend what only a person can. */
    void put(Reach reach, Block block) {
        of(reach.scope())
                .merge(reach, block, (old, now) -> old.until().isAfter(now.until()) ? old : now);
    }

    @Nullable Block get(Reach reach) {
        return of(reach.scope()).get(reach);
    }

    void remove(Reach reach) {
        of(reach.scope()).remove(reach);
    }

    /** What came of a launch is known; what else keeps it from being asked stays. */
    void forgetDoubt(Reach reach) {
        of(reach.scope()).computeIfPresent(reach, (r, block) -> block.isDoubt() ? null : block);
    }

    /** What was ended no longer counts against its quota, so there is room again. */
    void forgetQuota(String source, Pool pool) {
        for (Map.Entry<Refusal.Scope, Map<Reach, Block>> entry : blocks.entrySet()) {
            Reach reach = reach(source, pool, entry.getKey());
            entry.getValue().computeIfPresent(reach, (r, block) -> block.isQuota() ? null : block);
        }
    }

    /** What only a person could mend may be mended now; that a pool is sold out stays true. */
    void forgetWhatNeedsPerson() {
        blocks.values().forEach(reaches -> reaches.values().removeIf(Block::needsPerson));
    }

    /** Why a pool is not to be asked, by the narrowest reach first. */
    Optional<Block> at(String source, Pool pool, Instant now) {
        for (Map.Entry<Refusal.Scope, Map<Reach, Block>> entry : blocks.entrySet()) {
            // A decision asks this of every pool there is, and most scopes are empty.
            if (!entry.getValue().isEmpty()) {
                Block block = entry.getValue().get(reach(source, pool, entry.getKey()));
                if (block != null && block.until().isAfter(now)) {
                    return Optional.of(block);
                }
            }
        }
        return Optional.empty();
    }

    /** Everything that is not to be asked at a moment. */
    void forEachAt(Instant now, Consumer<Reach> consumer) {
        for (Map<Reach, Block> reaches : blocks.values()) {
            reaches.forEach(
                    (reach, block) -> {
                        if (block.until().isAfter(now)) {
                            consumer.accept(reach);
                        }
                    });
        }
    }

    /** All pools that a refusal by this pool speaks of. */
    Reach reach(String source, Pool pool, Refusal.Scope scope) {
        Place place = pool.place();
        Object of =
                switch (scope) {
                    case POOL -> pool;
                    case ZONE, SUBNET -> new Part(place, "", pool.purchase());
                    case FAMILY -> new Part(anyZone(place), family(pool), pool.purchase());
                    case ACCOUNT -> new Part(anyRegion(place), "", pool.purchase());
                };
        return new Reach(source, scope, of);
    }

    private String family(Pool pool) {
        return families.computeIfAbsent(pool.machineType(), MachineFamily::of);
    }

    private static Place anyZone(Place place) {
        return new Place(place.provider(), place.account(), place.region(), "*");
    }

    private static Place anyRegion(Place place) {
        return new Place(place.provider(), place.account(), "*", "*");
    }

    private Map<Reach, Block> of(Refusal.Scope scope) {
        return blocks.computeIfAbsent(scope, s -> new HashMap<>());
    }

    /**
     * @param cause what was refused; empty if nothing was, as the pool was taken back
     * @param times refusals in a row
     */
    record Block(Optional<Refusal.Kind> cause, String reason, Instant until, int times) {

        boolean isQuota() {
            return cause.filter(kind -> kind == Refusal.Kind.QUOTA_REACHED).isPresent();
        }

        boolean isDoubt() {
            return cause.filter(kind -> kind == Refusal.Kind.OUTCOME_UNKNOWN).isPresent();
        }

        boolean needsPerson() {
            return cause.filter(Block::onlyPersonMends).isPresent();
        }

        private static boolean onlyPersonMends(Refusal.Kind kind) {
            return switch (kind) {
                case QUOTA_REACHED, NOT_ALLOWED, INVALID_REQUEST -> true;
                case NO_CAPACITY, THROTTLED, OUTCOME_UNKNOWN -> false;
            };
        }
    }

    /** All pools that a refusal speaks of. */
    record Reach(String source, Refusal.Scope scope, Object of) {}

    private record Part(Place place, String family, Purchase purchase) {}
}
