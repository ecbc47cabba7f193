package io.spotagents.selection;

import io.spotagents.market.MarketSnapshot;
import io.spotagents.model.Granularity;
import io.spotagents.model.Pool;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** What an outlook tells of all pools at once, and what it tells of each. */
public final class FactsSeen {

    private FactsSeen() {}

    /** The same outlook, which has to be asked pool by pool. */
    public static Outlook askingOneByOne(Outlook outlook) {
        return new OneByOne(outlook);
    }

    /** One text for each row, with every digit; catalogs are kept, as a policy keeps them. */
    public static final class Rows {

        private final OfferBook book = new OfferBook();

        public List<String> atOnce(Outlook outlook, MarketSnapshot market) {
            book.read(market);
            Catalog catalog = book.catalog();
            return texts(catalog, outlook.facts(catalog));
        }

        public List<String> oneByOne(Outlook outlook, MarketSnapshot market) {
            return atOnce(askingOneByOne(outlook), market);
        }

        private static List<String> texts(Catalog catalog, PoolFacts facts) {
            return IntStream.range(0, catalog.size())
                    .mapToObj(
                            row ->
                                    String.join(
                                            " ",
                                            catalog.source(row),
                                            catalog.pool(row).id(),
                                            "open " + facts.isOpen[row],
                                            "most " + facts.most[row],
                                            "held " + facts.held[row],
                                            "success " + facts.success[row],
                                            "hazard " + facts.hazard[row],
                                            "speed " + facts.speed[row],
                                            "billed by " + facts.granularity[row],
                                            "boots in " + facts.bootHours[row]))
                    .toList();
        }
    }

    private record OneByOne(Outlook outlook) implements Outlook {

        @Override
        public Optional<String> whyNot(String source, Pool pool) {
            return outlook.whyNot(source, pool);
        }

        @Override
        public double hazardPerHour(String source, Pool pool) {
            return outlook.hazardPerHour(source, pool);
        }

        @Override
        public int mostAtOnce(String source, Pool pool) {
            return outlook.mostAtOnce(source, pool);
        }

        @Override
        public double successProbability(String source, Pool pool, int count) {
            return outlook.successProbability(source, pool, count);
        }

        @Override
        public int held(String source, Pool pool) {
            return outlook.held(source, pool);
        }

        @Override
        public double speed(String source, Pool pool) {
            return outlook.speed(source, pool);
        }

        @Override
        public OptionalDouble bootHours(String source, Pool pool) {
            return outlook.bootHours(source, pool);
        }

        @Override
        public Granularity granularity(String source, Pool pool) {
            return outlook.granularity(source, pool);
        }
    }
}
