package io.spotagents.selection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The instances of a request that are chosen by one rule.
 *
 * @param number place of the request among those that are planned together
 * @param count instances wanted, at least 1
 */
record Part(int number, Request request, Rule rule, int count) {

    /** By what its instances are chosen. */
    enum Rule {
        /** Where finished work is expected to cost least. */
        USUAL,
        /** Where nothing is ever reclaimed. */
        LASTING,
        /** They had better last, but the template allows spot alone: where reclaims are rarest. */
        CALMEST
    }

    /**
     * By template, whatever the order of requests. What must last comes first: it has fewer pools
     * to choose from.
     */
    static List<Part> of(List<Request> requests) {
        List<Part> parts = new ArrayList<>();
        for (int number = 0; number < requests.size(); number++) {
            Request request = requests.get(number);
            int lasting = request.conditions().lasting();
            if (lasting > 0) {
                parts.add(new Part(number, request, lastingRule(request), lasting));
            }
            if (request.count() > lasting) {
                parts.add(new Part(number, request, Rule.USUAL, request.count() - lasting));
            }
        }
        parts.sort(Comparator.comparing(part -> part.request().template()));
        return parts;
    }

    private static Rule lastingRule(Request request) {
        return request.need().purchases() == PurchaseChoice.SPOT ? Rule.CALMEST : Rule.LASTING;
    }

    /** The same for fewer instances. */
    Part of(int fewer) {
        return new Part(number, request, rule, fewer);
    }
}
