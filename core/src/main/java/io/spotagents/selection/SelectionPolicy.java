package io.spotagents.selection;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Pool;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** Chooses pools for a request. Pure: the same arguments give the same plan. */
public interface SelectionPolicy {

    /** Always answers: what cannot be had stands in {@link Plan#unmet()}, with rejections. */
    Plan select(Request request, MarketSnapshot market, Outlook outlook);

    /**
     * The same for several templates at once, which share pools and what may be asked of them. One
     * plan for each request, in the order of requests.
     */
    default List<Plan> selectAll(List<Request> requests, MarketSnapshot market, Outlook outlook) {
        return requests.stream().map(request -> select(request, market, outlook)).toList();
    }

    /**
     * Pools whose instances had better be given up once their work is done, since the same work is
     * expected to cost less elsewhere even with another boot; each with the reason. Elsewhere is
     * only where the request might be met at this moment, weighed as {@link #select} weighs it: or
     * the successor would come to the very place that was left. None unless the policy weighs that.
     *
     * @param successor what would be asked for in place of one of them
     */
    default SortedMap<Pool, String> leave(
            Request successor, MarketSnapshot market, Outlook outlook) {
        return Collections.emptySortedMap();
    }
}
