package io.spotagents.selection;

import io.spotagents.portfolio.Bound;
import io.spotagents.portfolio.Outcome;
import io.spotagents.portfolio.Share;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plan while its parts come in. */
final class Draft {

    private final Request request;
    private final RiskReasons reasons;
    private final Map<Integer, Pick> picks = new LinkedHashMap<>();
    private final Map<Integer, Rejection> rejections = new LinkedHashMap<>();
    private Bound unmetBy = Bound.NONE;
    private Optional<Plan.LargeLoss> largeLoss = Optional.empty();

    Draft(Request request, RiskReasons reasons) {
        this.request = request;
        this.reasons = reasons;
    }

    /** Units that are paid for already. */
    void addFree(int row, int count) {
        add(row, count, reasons.free(row, request));
    }

    /** What came of a part. */
    void add(Wish wish, int number, Turns turns) {
        RiskReasons.Of why = reasons.of(wish);
        for (int at = 0; at < wish.shares().size(); at++) {
            Share share = wish.shares().get(at);
            int row = wish.row(share);
            int now = turns.now(number, at);
            if (now > 0) {
                add(row, now, why.chosen(share, share.count() - now));
            } else if (share.count() > 0) {
                rejections.put(row, why.waits(share));
            } else {
                rejections.putIfAbsent(row, why.passedOver(share));
            }
        }
        Outcome outcome = wish.outcome();
        if (outcome.unmet() > 0) {
            unmetBy = outcome.unmetBy();
        }
        if (wish.part().rule() == Part.Rule.USUAL) {
            largeLoss = reasons.largeLoss(wish);
        }
    }

    Plan plan() {
        rejections.keySet().removeAll(picks.keySet());
        List<Rejection> told = List.copyOf(rejections.values());
        List<Pick> chosen = List.copyOf(picks.values());
        int unmet = request.count() - chosen.stream().mapToInt(Pick::count).sum();
        Bound bound = unmetBy == Bound.NONE ? Bound.CAP : unmetBy;
        return new Plan(
                request,
                chosen,
                RiskReasons.best(told, Weighing.REJECTIONS_TOLD),
                unmet,
                new Plan.Answer(unmet == 0 ? Optional.empty() : Optional.of(bound), largeLoss));
    }

    private void add(int row, int count, Verdict verdict) {
        Pick pick = new Pick(reasons.source(row), reasons.offer(row), count, verdict);
        picks.merge(
                row,
                pick,
                (before, more) ->
                        new Pick(
                                before.source(),
                                before.offer(),
                                before.count() + more.count(),
                                before.verdict()));
    }
}
