package io.spotagents.selection;

import io.spotagents.portfolio.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Deals out what may be asked of each pool now among all who wish for it: first to work that must
 * last, then as many for each as nearly equal as possible, so that a large request does not keep
 * small ones waiting.
 */
final class Turns {

    private static final Comparator<Claim> FEWEST_FIRST =
            Comparator.comparingInt(Claim::count).thenComparingInt(Claim::wish);

    private final int[][] now;

    private Turns(int[][] now) {
        this.now = now;
    }

    static Turns of(List<Wish> wishes, PoolFacts facts) {
        int[][] now = new int[wishes.size()][];
        SortedMap<Integer, List<Claim>> claims = new TreeMap<>();
        for (int wish = 0; wish < wishes.size(); wish++) {
            List<Share> shares = wishes.get(wish).shares();
            now[wish] = new int[shares.size()];
            for (int at = 0; at < shares.size() && shares.get(at).count() > 0; at++) {
                int row = wishes.get(wish).row(shares.get(at));
                claims.computeIfAbsent(row, r -> new ArrayList<>())
                        .add(new Claim(wish, at, shares.get(at).count()));
            }
        }
        claims.forEach(
                (row, all) -> {
                    List<Claim> lasting = new ArrayList<>();
                    List<Claim> usual = new ArrayList<>();
                    all.forEach(
                            one ->
                                    (wishes.get(one.wish).part().rule() == Part.Rule.USUAL
                                                    ? usual
                                                    : lasting)
                                            .add(one));
                    int left = deal(lasting, facts.most[row], now);
                    deal(usual, left, now);
                });
        return new Turns(now);
    }

    /** How many of a share may be asked for now. */
    int now(int wish, int share) {
        return now[wish][share];
    }

    private static int deal(List<Claim> claims, int most, int[][] now) {
        claims.sort(FEWEST_FIRST);
        int left = most;
        for (int at = 0; at < claims.size(); at++) {
            Claim claim = claims.get(at);
            int given = Math.min(claim.count, left / (claims.size() - at));
            now[claim.wish][claim.share] = given;
            left -= given;
        }
        return left;
    }

    private record Claim(int wish, int share, int count) {}
}
