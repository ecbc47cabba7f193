package io.spotagents.pictures;

import io.spotagents.market.generated.MarketBehavior;
import io.spotagents.market.generated.MarketGenerator;
import io.spotagents.market.generated.MarketSettings;
import io.spotagents.market.generated.PoolSettings;
import io.spotagents.market.traces.TraceFolder;
import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.Usd;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Draws the pictures of docs/selection.md from made-up markets; docs/simulation.md tells how. */
public final class Pictures {

    static final Duration GAP = Duration.ofSeconds(195);

    private static final Logger LOGGER = Logger.getLogger("io.spotagents");

    private Pictures() {}

    /** Writes them into the folder that is the first argument. */
    public static void main(String[] arguments) throws IOException {
        LOGGER.setLevel(Level.WARNING);
        PrintStream out = System.out;
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        HazardByAge.draw(folder.resolve("hazard-by-age.svg"), out);
        OneReplay.draw(folder.resolve("one-replay.svg"), out);
        CostAndLoss.draw(folder.resolve("cost-and-work-lost.svg"), out);
    }

    /** Three zones in each region; scarce capacity, as docs/market-generator.md describes it. */
    static TraceFolder market(int regions, Duration length, long seed) {
        List<PoolSettings> pools = new ArrayList<>();
        for (int region = 1; region <= regions; region++) {
            for (char zone = 'a'; zone <= 'c'; zone++) {
                String name = "made-up-" + region;
                Place place = new Place("made-up", "account", name, name + zone);
                Pool pool = new Pool(place, "gpu", OperatingSystem.LINUX, Purchase.SPOT);
                pools.add(PoolSettings.upOrDown(pool, Usd.of(1)));
            }
        }
        MarketSettings settings = new MarketSettings(pools, length, MarketBehavior.scarce());
        return MarketGenerator.generate(settings, seed).traces(GAP);
    }
}
