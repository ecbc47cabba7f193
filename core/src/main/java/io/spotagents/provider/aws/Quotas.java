package io.spotagents.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotagents.model.Purchase;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Quota;
import io.spotagents.provider.cloud.Cached;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The account's quotas of processors, and how much of them is used. Safe to use from any thread.
 */
final class Quotas {

    /** A quota that is raised counts within the hour; all of EC2's are two or three pages. */
    private static final Cached.Life LIFE =
            new Cached.Life(Duration.ofHours(1), Duration.ofDays(7), Duration.ofMinutes(15));

    /** The most that the action allows. Source: Service Quotas API Reference. */
    private static final int IN_PAGE = 100;

    private static final int MOST_PAGES = 20;

    private final SignedCalls calls;
    private final AwsMarket market;
    private final AccountUse use;
    private final Helpful<List<Told>> told;

    Quotas(SignedCalls calls, AwsMarket market, AccountUse use, InstantSource time) {
        this.calls = calls;
        this.market = market;
        this.use = use;
        this.told =
                new Helpful<>(
                        "quotas are learned from refusals alone",
                        new Cached<>(time, LIFE, this::read));
    }

    private record Told(String name, QuotaGroup group, long limit) {}

    /** Why none is known, for people; empty while they are. */
    Optional<String> trouble() {
        return told.trouble();
    }

    /** Those that pools of this source count against. */
    List<Quota> quotas() throws ProviderException {
        Optional<Cached.Dated<List<Told>>> known = told.get();
        if (known.isEmpty() || known.get().value().isEmpty()) {
            return List.of();
        }
        Cached.Dated<Map<AccountUse.Kind, Integer>> running = use.running();
        List<Quota> quotas = new ArrayList<>();
        for (Told one : known.get().value()) {
            SortedMap<String, Integer> cpus = cpus(one.group);
            if (!cpus.isEmpty()) {
                long used = used(one.group, running.value());
                quotas.add(
                        new Quota(
                                one.name,
                                reach(one.group),
                                cpus,
                                new Quota.Use(one.limit, used, running.at())));
            }
        }
        return quotas;
    }

    private Quota.Reach reach(QuotaGroup group) throws ProviderException {
        return new Quota.Reach(
                AwsProvider.NAME, market.account(), calls.region(), group.purchases());
    }

    private SortedMap<String, Integer> cpus(QuotaGroup group) throws ProviderException {
        SortedMap<String, Integer> cpus = new TreeMap<>();
        for (MachineType type : market.types().types().values()) {
            if (group.covers(type.name())) {
                cpus.put(type.name(), type.size().cpus());
            }
        }
        return cpus;
    }

    private long used(QuotaGroup group, Map<AccountUse.Kind, Integer> running)
            throws ProviderException {
        long used = 0;
        for (Map.Entry<AccountUse.Kind, Integer> one : running.entrySet()) {
            AccountUse.Kind kind = one.getKey();
            boolean isSpot = group.purchases().contains(Purchase.SPOT);
            if (kind.isSpot() == isSpot && group.covers(kind.machineType())) {
                used += (long) market.cpus(kind) * one.getValue();
            }
        }
        return used;
    }

    private List<Told> read() throws ProviderException {
        List<Told> found = new ArrayList<>();
        ObjectNode question = SignedCalls.question();
        question.put("ServiceCode", "ec2").put("MaxResults", IN_PAGE);
        SignedService service = SignedService.quotas(calls.region());
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = calls.ask(service, "ListServiceQuotas", question);
            for (JsonNode one : answer.path("Quotas")) {
                String name = one.path("QuotaName").asText("");
                long limit = (long) Math.max(0, one.path("Value").asDouble(-1));
                if (one.path("Value").isNumber()) {
                    QuotaGroup.of(name).ifPresent(group -> found.add(new Told(name, group, limit)));
                }
            }
            String next = answer.path("NextToken").asText("");
            if (next.isEmpty()) {
                return List.copyOf(found);
            }
            question.put("NextToken", next);
        }
        return List.copyOf(found);
    }
}
