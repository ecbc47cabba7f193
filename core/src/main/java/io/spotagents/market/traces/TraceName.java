package io.spotagents.market.traces;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a trace is called, and what that says of its pool.
 *
 * @param name the name as a whole, unique in a folder
 * @param zone the first zone in it; the whole name if it has none that is known
 * @param region the zone without its last letter or number; the zone itself if it has neither
 * @param machineType what else the name says; {@link #ANY_TYPE} if nothing
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

    /** Zones that look like nothing else, wherever they stand in a name. */
    private static final Pattern ZONE_WITHIN =
            Pattern.compile(
                    "(?<![A-Za-z0-9])(?:([a-z]+(?:-[a-z]+)+-\\d+)[a-z]"
                            + "|([a-z]+(?:-[a-z]+)+\\d+)-[a-z])(?![A-Za-z0-9])");

    private static final Pattern BETWEEN = Pattern.compile("^[-_.]+|[-_.]+$");

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
        return within(name).orElseGet(() -> new TraceName(name, name, name, ANY_TYPE));
    }

    /** As in p3.2xlarge_us-east-2a and us-east-2a-p3.2xlarge. */
    private static Optional<TraceName> within(String name) {
        Matcher zone = ZONE_WITHIN.matcher(name);
        if (!zone.find()) {
            return Optional.empty();
        }
        String before = BETWEEN.matcher(name.substring(0, zone.start())).replaceAll("");
        String after = BETWEEN.matcher(name.substring(zone.end())).replaceAll("");
        String type = before.isEmpty() || after.isEmpty() ? before + after : before + "_" + after;
        String region = zone.group(1) == null ? zone.group(2) : zone.group(1);
        return Optional.of(
                new TraceName(name, zone.group(), region, type.isBlank() ? ANY_TYPE : type));
    }

    /** The spot pool that the trace is of; its provider and account are those of no cloud. */
    public Pool pool() {
        Place place = new Place(RECORDED, RECORDED, region, zone);
        return new Pool(place, machineType, OperatingSystem.LINUX, Purchase.SPOT);
    }
}
