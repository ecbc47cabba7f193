package io.spotagents.selection;

import io.spotagents.market.MarketSnapshot;

/** Chooses pools for a request. Pure: the same arguments give the same plan. */
public interface SelectionPolicy {

    /** Always answers: what cannot be had stands in {@link Plan#unmet()}, with rejections. */
    Plan select(Request request, MarketSnapshot market, Outlook outlook);
}
