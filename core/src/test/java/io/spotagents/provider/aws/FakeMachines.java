package io.spotagents.provider.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The instances of the fake account, with what its pools hold. Guarded by its endpoint. */
final class FakeMachines {

    static final Duration BOOT = Duration.ofSeconds(3);
    static final Duration SHUTDOWN = Duration.ofSeconds(2);

    final Map<String, Machine> machines = new LinkedHashMap<>();
    final Map<String, Integer> stock = new TreeMap<>();
    final Map<String, Ec2Error> broken = new TreeMap<>();
    final Set<String> protectedIds = new HashSet<>();
    private final Map<String, Made> byToken = new HashMap<>();
    private final InstantSource time;
    private long next = 1;

    /** Listings that do not show what was launched before them. */
    int lag;

    FakeMachines(InstantSource time) {
        this.time = time;
    }

    /** An instance. */
    static final class Machine {
        final String id;
        final String type;
        final String zone;
        final boolean isSpot;
        final Map<String, String> tags;
        final Instant launched;
        int hiddenFor;
        Instant ended = Instant.MAX;

        private Machine(String id, Wish wish, Instant launched, int hiddenFor) {
            this.id = id;
            this.type = wish.type;
            this.zone = wish.zone;
            this.isSpot = wish.isSpot;
            this.tags = wish.tags;
            this.launched = launched;
            this.hiddenFor = hiddenFor;
        }

        String state(Instant now) {
            if (!now.isBefore(ended)) {
                return now.isBefore(ended.plus(SHUTDOWN)) ? "shutting-down" : "terminated";
            }
            return now.isBefore(launched.plus(BOOT)) ? "pending" : "running";
        }

        boolean takesPlace(Instant now) {
            return !state(now).equals("terminated");
        }
    }

    /** What a launch asks for. */
    record Wish(String type, String zone, boolean isSpot, int count, Map<String, String> tags) {
        String pool() {
            return type + "/" + zone;
        }
    }

    /** What a launch brought. */
    record Made(String parameters, List<Machine> machines, List<Ec2Error> errors) {}

    /** The same token with the same parameters brings the same again. */
    Made make(String token, String parameters, Wish wish) {
        Made before = byToken.get(token);
        if (before != null) {
            if (!before.parameters.equals(parameters)) {
                throw new Ec2Error(
                        400, "IdempotentParameterMismatch", "The token came with others before");
            }
            return before;
        }
        Made made = make(parameters, wish);
        byToken.put(token, made);
        return made;
    }

    void forgetTokens() {
        byToken.clear();
    }

    private Made make(String parameters, Wish wish) {
        Instant now = time.instant();
        int room = broken.containsKey(wish.pool()) ? brokenRoom(wish) : room(wish.pool(), now);
        List<Machine> made = new ArrayList<>();
        for (int index = 0; index < Math.min(room, wish.count); index++) {
            Machine machine = new Machine("i-%017x".formatted(next++), wish, now, lag);
            machines.put(machine.id, machine);
            made.add(machine);
        }
        List<Ec2Error> errors = new ArrayList<>();
        if (made.size() < wish.count) {
            errors.add(broken.getOrDefault(wish.pool(), soldOut()));
        }
        return new Made(parameters, made, errors);
    }

    /** A pool that is broken makes half of what it is asked for, less one. */
    private static int brokenRoom(Wish wish) {
        return Math.max(0, wish.count / 2 - 1);
    }

    private int room(String pool, Instant now) {
        long taken =
                machines.values().stream()
                        .filter(one -> (one.type + "/" + one.zone).equals(pool))
                        .filter(one -> one.takesPlace(now))
                        .count();
        return (int) Math.max(0, stock.getOrDefault(pool, Integer.MAX_VALUE) - taken);
    }

    private static Ec2Error soldOut() {
        return new Ec2Error(
                500,
                "InsufficientInstanceCapacity",
                "There is no Spot capacity available that matches your request.");
    }

    /** Those that all filters let through and that the lag does not hide. */
    List<Machine> find(Map<String, List<String>> filters) {
        Instant now = time.instant();
        List<Machine> found = new ArrayList<>();
        for (Machine machine : machines.values()) {
            if (machine.hiddenFor > 0) {
                machine.hiddenFor--;
            } else if (filters.entrySet().stream().allMatch(one -> passes(machine, one, now))) {
                found.add(machine);
            }
        }
        return found;
    }

    private static boolean passes(
            Machine machine, Map.Entry<String, List<String>> filter, Instant now) {
        String name = filter.getKey();
        String value =
                name.equals("instance-state-name")
                        ? machine.state(now)
                        : machine.tags.getOrDefault(name.substring("tag:".length()), "");
        return filter.getValue().contains(value);
    }

    /** All or none of them, as EC2 does. */
    void end(List<String> ids) {
        List<String> unknown = ids.stream().filter(id -> !machines.containsKey(id)).toList();
        if (!unknown.isEmpty()) {
            throw new Ec2Error(
                    400,
                    "InvalidInstanceID.NotFound",
                    "The instance IDs '" + String.join(", ", unknown) + "' do not exist");
        }
        if (ids.stream().anyMatch(protectedIds::contains)) {
            throw new Ec2Error(400, "OperationNotPermitted", "An instance may not be terminated");
        }
        Instant now = time.instant();
        for (String id : ids) {
            Machine machine = machines.get(id);
            machine.ended = now.isBefore(machine.ended) ? now : machine.ended;
        }
    }
}
