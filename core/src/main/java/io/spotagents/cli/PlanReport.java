package io.spotagents.cli;

import io.spotagents.model.Offer;
import io.spotagents.model.Usd;
import io.spotagents.selection.Need;
import io.spotagents.selection.Pick;
import io.spotagents.selection.Plan;
import io.spotagents.selection.Rejection;
import io.spotagents.selection.Request;
import io.spotagents.selection.Verdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A plan, as table and as fields. */
record PlanReport(KnownMarket market, String policy, Duration unit, Plan plan) {

    private static final String ROW = "%6s %9s %11s %13s  %-12s %s";

    void printHead(PrintWriter out) {
        Need need = plan.request().need();
        out.println("Market: " + market.told() + ".");
        out.println(
                "Wanted at %s: %d instances of at least %s, %s, %s; units of %s min; policy %s."
                        .formatted(
                                market.snapshot().at(),
                                plan.request().count(),
                                need.size(),
                                NeedOptions.name(need.os()),
                                NeedOptions.name(need.purchases()),
                                number(unit.toMillis() / 60_000.0),
                                policy));
        out.println();
    }

    void printTable(PrintWriter out) {
        out.println(
                ROW.formatted("count", "$/hour", "reclaims/h", "$/finished h", "limit", "pool"));
        for (Pick pick : plan.picks()) {
            Verdict.Figures figures = pick.verdict().figures();
            out.println(
                    ROW.formatted(
                            pick.count(),
                            text(price(figures)),
                            text(value(figures.reclaimsPerHour())),
                            text(value(figures.usdPerFinishedHour())),
                            NeedOptions.name(pick.verdict().bound()),
                            pick.offer().pool() + " by " + pick.source()));
        }
        int placed = plan.request().count() - plan.unmet();
        out.println(
                "%d of %d instances in %d pools%s."
                        .formatted(placed, plan.request().count(), plan.picks().size(), rest()));
        plan.answer()
                .largeLoss()
                .map(Plan.LargeLoss::toString)
                .ifPresent(text -> out.println(upperFirst(text) + "."));
        out.flush();
    }

    private String rest() {
        if (plan.unmet() == 0) {
            return "";
        }
        return ", "
                + plan.unmet()
                + (plan.isWaiting()
                        ? " wait for the answers to these"
                        : " cannot be had now: explain tells why");
    }

    private static String upperFirst(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    Map<String, Object> fields() {
        Need need = plan.request().need();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("market", market.told());
        fields.put("at", market.snapshot().at().toString());
        fields.put("policy", policy);
        fields.put("count", plan.request().count());
        fields.put("cpus", need.size().cpus());
        fields.put("memoryMib", need.size().memoryMib());
        fields.put("os", NeedOptions.name(need.os()));
        fields.put("purchases", NeedOptions.name(need.purchases()));
        fields.put("unitMinutes", unit.toMillis() / 60_000.0);
        Request.Conditions conditions = plan.request().conditions();
        fields.put("lasting", conditions.lasting());
        fields.put("maxUsdPerHour", dollars(conditions.limits().hourlyPrice()));
        fields.put("maxUsdPerHourTogether", dollars(conditions.limits().hourlyRate()));
        fields.put("picks", plan.picks().stream().map(PlanReport::fields).toList());
        fields.put("unmet", plan.unmet());
        fields.put("unmetBy", plan.answer().unmetBy().map(NeedOptions::name).orElse(null));
        fields.put(
                "largeLossProbability",
                plan.answer().largeLoss().map(Plan.LargeLoss::probability).orElse(null));
        fields.put("rejections", plan.rejections().stream().map(PlanReport::fields).toList());
        fields.put("explained", plan.explained());
        return fields;
    }

    private static Map<String, @Nullable Object> fields(Pick pick) {
        Map<String, @Nullable Object> fields = fields(pick.source(), pick.offer());
        fields.put("count", pick.count());
        return with(fields, pick.verdict());
    }

    private static Map<String, @Nullable Object> fields(Rejection rejection) {
        return with(fields(rejection.source(), rejection.offer()), rejection.verdict());
    }

    private static Map<String, @Nullable Object> fields(String source, Offer offer) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("source", source);
        fields.put("pool", offer.pool().id());
        return fields;
    }

    /** What is not known, or not a number, is null. */
    private static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> fields, Verdict verdict) {
        fields.put("usdPerHour", price(verdict.figures()));
        fields.put("reclaimsPerHour", value(verdict.figures().reclaimsPerHour()));
        fields.put("usdPerFinishedHour", value(verdict.figures().usdPerFinishedHour()));
        verdict.figures().egressUsdPerHour().ifPresent(usd -> fields.put("egressUsdPerHour", usd));
        fields.put("speed", value(verdict.figures().speed()));
        verdict.figures().boot().ifPresent(boot -> fields.put("bootSeconds", boot.toSeconds()));
        fields.put("batchMinutes", minutes(verdict.figures().batch()));
        fields.put("limit", NeedOptions.name(verdict.bound()));
        fields.put("reason", verdict.sentence());
        return fields;
    }

    private static @Nullable Double price(Verdict.Figures figures) {
        return dollars(figures.hourlyPrice());
    }

    private static @Nullable Double dollars(Optional<Usd> amount) {
        return amount.map(Usd::dollars).orElse(null);
    }

    private static @Nullable Double minutes(Optional<Duration> length) {
        return length.map(duration -> duration.toSeconds() / 60.0).orElse(null);
    }

    private static @Nullable Double value(OptionalDouble figure) {
        boolean isNumber = figure.isPresent() && Double.isFinite(figure.getAsDouble());
        return isNumber ? figure.getAsDouble() : null;
    }

    private static String text(@Nullable Double figure) {
        return figure == null ? "-" : String.format(Locale.ROOT, "%.4f", figure);
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
