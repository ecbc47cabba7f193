package io.spotagents.selection;

import io.spotagents.portfolio.Outcome;
import io.spotagents.portfolio.Share;
import java.util.List;

/**
 * The pools in which a part of a request had best be, however little may be asked of them now.
 *
 * @param rows of the catalog, by the rows of the shares
 * @param shares those chosen, then the best that were not
 * @param outcome what came of it
 */
record Wish(Part part, int[] rows, List<Share> shares, Outcome outcome) {

    /** Row of the catalog. */
    int row(Share share) {
        return rows[share.row()];
    }
}
