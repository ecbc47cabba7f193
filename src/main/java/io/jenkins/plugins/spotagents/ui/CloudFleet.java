package io.jenkins.plugins.spotagents.ui;

import hudson.model.Computer;
import hudson.model.Node;
import io.jenkins.plugins.spotagents.agent.NodeNames;
import io.jenkins.plugins.spotagents.cloud.SpotCloud;
import io.jenkins.plugins.spotagents.fleet.FleetRegistry;
import io.spotagents.cost.CostSummary;
import io.spotagents.fleet.FleetStatus;
import io.spotagents.fleet.Member;
import io.spotagents.model.Offer;
import io.spotagents.model.Usd;
import io.spotagents.provider.Provider;
import io.spotagents.selection.Plan;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** The instances and the money of one cloud, as its page shows them. A picture of one moment. */
public final class CloudFleet {

    /** An hour of a small machine costs a few cents, so small amounts show more than cents. */
    private static final int DECIMALS_OF_CENTS = 4;

    private static final int DECIMALS = 2;

    /** A page that can be read still. */
    private static final int MOST_POOLS = 50;

    private final String cloud;
    private final Optional<FleetStatus> status;
    private final CostSummary costs;

    private CloudFleet(String cloud, Optional<FleetStatus> status, CostSummary costs) {
        this.cloud = cloud;
        this.status = status;
        this.costs = costs;
    }

    /** What is known now. Whoever may not read the system's configuration is refused. */
    public static CloudFleet of(String cloud) {
        Jenkins.get().checkPermission(Jenkins.SYSTEM_READ);
        FleetRegistry registry = FleetRegistry.get();
        CostSummary costs =
                registry.costs().map(report -> report.ofCloud(cloud)).orElse(CostSummary.NOTHING);
        return new CloudFleet(cloud, registry.status(), costs);
    }

    public List<Row> getInstances() {
        return status.stream()
                .flatMap(known -> known.members().stream())
                .filter(member -> member.template().cloud().equals(cloud))
                .map(this::row)
                .toList();
    }

    /** Launches without an answer, oldest first. */
    public List<AskedRow> getAsked() {
        return status.stream()
                .flatMap(known -> known.arrivals().open().stream())
                .filter(intent -> intent.template().cloud().equals(cloud))
                .map(AskedRow::new)
                .toList();
    }

    /** Why nothing can be had, for templates that lack instances. */
    public List<String> getUnmet() {
        return status.stream()
                .flatMap(known -> known.plans().values().stream())
                .filter(plan -> plan.request().template().cloud().equals(cloud) && plan.unmet() > 0)
                .map(Plan::explained)
                .toList();
    }

    /** Sources that do not answer, or not all of it, and what they said. */
    public List<String> getTroubles() {
        Stream<String> calls =
                status.stream()
                        .flatMap(known -> known.troubles().entrySet().stream())
                        .filter(trouble -> trouble.getKey().startsWith(cloud + "/"))
                        .map(trouble -> trouble.getKey() + ": " + trouble.getValue());
        return Stream.concat(calls, accountTroubles()).toList();
    }

    private Stream<String> accountTroubles() {
        return sources().flatMap(CloudFleet::troubles);
    }

    private Stream<String> sources() {
        return Jenkins.get().getCloud(cloud) instanceof SpotCloud spot
                ? spot.validSources().stream().map(spot::qualified)
                : Stream.empty();
    }

    private static Stream<String> troubles(String source) {
        return FleetRegistry.get().provider(source).stream()
                .flatMap(provider -> provider.troubles().stream())
                .map(trouble -> source + ": " + trouble);
    }

    /** The budgets of the cloud and of its templates, the cloud's first. */
    public List<BudgetRow> getBudgets() {
        return status.stream()
                .flatMap(known -> known.budgets().stream())
                .filter(standing -> standing.scope().cloud().equals(cloud))
                .map(BudgetRow::new)
                .toList();
    }

    /** What is kept ready for work to come. */
    public List<ReadyRow> getReady() {
        return status.stream()
                .flatMap(known -> known.ready().stream())
                .filter(standing -> standing.template().cloud().equals(cloud))
                .map(ReadyRow::new)
                .toList();
    }

    /** What it cost to keep instances ready; empty text if none ever were. */
    public String getReadyCost() {
        return costs.ready().equals(Usd.ZERO) ? "" : shown(costs.ready());
    }

    public String getSpent() {
        return shown(costs.spent());
    }

    public String getOnDemand() {
        return shown(costs.onDemand());
    }

    public String getSaved() {
        return shown(costs.saved());
    }

    public String getLost() {
        return shown(costs.lost().money());
    }

    public long getEnded() {
        return costs.instances().ended();
    }

    /** The pools that cost most so far, those first. */
    public List<PoolRow> getPools() {
        return FleetRegistry.get().poolCosts(cloud).entrySet().stream()
                .map(entry -> new PoolRow(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing((PoolRow row) -> row.cost().spent()).reversed())
                .limit(MOST_POOLS)
                .toList();
    }

    /** What each source was asked, in the order of the cloud's settings. */
    public List<RequestRow> getRequests() {
        return sources()
                .flatMap(
                        source ->
                                FleetRegistry.get().provider(source).stream()
                                        .map(Provider::callCounts)
                                        .filter(counts -> !counts.isEmpty())
                                        .map(counts -> new RequestRow(source, counts)))
                .toList();
    }

    private Row row(Member member) {
        String name = NodeNames.of(member.instance());
        Node node = Jenkins.get().getNode(name);
        Computer computer = node == null ? null : node.toComputer();
        String price = offer(member).flatMap(Offer::reckonedPrice).map(Usd::toString).orElse("?");
        return new Row(
                member,
                name,
                computer == null ? Optional.empty() : Optional.of(computer.getUrl()),
                price);
    }

    private Optional<Offer> offer(Member member) {
        return status.stream()
                .flatMap(known -> known.market().offers(member.source()).stream())
                .filter(offer -> offer.pool().equals(member.instance().pool()))
                .findFirst();
    }

    static String shown(Usd amount) {
        BigDecimal dollars = BigDecimal.valueOf(amount.micros(), 6);
        boolean isSmall = dollars.abs().compareTo(BigDecimal.ONE) < 0;
        return "$"
                + dollars.setScale(isSmall ? DECIMALS_OF_CENTS : DECIMALS, RoundingMode.HALF_UP)
                        .toPlainString();
    }

    /** One instance. */
    public static final class Row {

        private final Member member;
        private final String agent;
        private final Optional<String> url;
        private final String price;

        Row(Member member, String agent, Optional<String> url, String price) {
            this.member = member;
            this.agent = agent;
            this.url = url;
            this.price = price;
        }

        public String getAgent() {
            return agent;
        }

        /** Where the agent's page is, relative to Jenkins; empty text if there is none. */
        public String getUrl() {
            return url.orElse("");
        }

        public String getInstance() {
            return member.id();
        }

        public String getPool() {
            return member.instance().pool().id();
        }

        public String getTemplate() {
            return member.template().template();
        }

        /** Price of an hour, as it is offered now. */
        public String getPrice() {
            return price;
        }

        public String getSince() {
            return member.instance().launchedAt().truncatedTo(ChronoUnit.SECONDS).toString();
        }

        public String getState() {
            return Stream.of(leaving(), working())
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElse("booting");
        }

        private Optional<String> leaving() {
            if (member.leaving().endAsked().isPresent()) {
                return Optional.of("ending");
            }
            return member.leaving().drain().map(drain -> "draining: " + drain.reason());
        }

        private Optional<String> working() {
            if (member.work().disconnected().isPresent()) {
                return Optional.of("disconnected");
            }
            if (member.work().awaited().isPresent()) {
                return Optional.of("not back since the restart of Jenkins");
            }
            if (!member.work().wasOnline()) {
                return Optional.empty();
            }
            int busy = member.work().busyExecutors();
            return Optional.of(busy == 0 ? "idle" : "working on " + busy);
        }
    }
}
