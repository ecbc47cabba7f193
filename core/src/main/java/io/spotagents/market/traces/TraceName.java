package io.spotagents.market.traces;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a trace is called, and what that says of its pool.
 *
 * @param name the name as a whole, unique in a folder
 * @param zone the zone it begins with; the whole name if it begins with none that is known
 * @param region the zone without its last letter or number; the zone itself if it has neither
 * @param machineType what follows the zone; {@link #ANY_TYPE} if nothing does
 */
public record TraceName(String name, String zone, String region, String machineType) {

    /** Stands for the machine type of a trace whose name tells none. */
    public static final String ANY_TYPE = "any";

    private static final String RECORDED = "recorded";
    private static final char END_OF_ZONE = '_';

    /** As in us-east-2a, us-central1-a and eastus-1; the group is the region. */
    private static final List<Pattern> ZONES =
            List.of(
                    Pattern.compile("([a-z]+(?:-[a-z]+)+-\\d+)[a-z]"),
                    Pattern.compile("([a-z]+(?:-[a-z]+)*\\d+)-[a-z]"),
                    Pattern.compile("([a-z]+\\d*)-\\d"));

    public TraceName {
        if (name.isBlank() || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("not the name of a trace: \"" + name + "\"");
        }
    }

    /** Any name has a meaning; one that no cloud would give is a zone and a region of its own. */
    public static TraceName parse(String name) {
        int end = name.indexOf(END_OF_ZONE);
        String head = end < 0 ? name : name.substring(0, end);
        String rest = end < 0 ? "" : name.substring(end + 1);
        for (Pattern pattern : ZONES) {
            Matcher zone = pattern.matcher(head);
            if (zone.matches()) {
                return new TraceName(name, head, zone.group(1), rest.isBlank() ? ANY_TYPE : rest);
            }
        }
        return new TraceName(name, name, name, ANY_TYPE);
    }

    /** The spot pool that the trace is of; its provider and account are those of no cloud. */
    public Pool pool() {
        Place place = new Place(RECORDED, RECORDED, region, zone);
        return new Pool(place, machineType, OperatingSystem.LINUX, Purchase.SPOT);
    }
}
