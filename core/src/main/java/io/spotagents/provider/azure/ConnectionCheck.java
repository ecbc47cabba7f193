package io.spotagents.provider.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds out what Azure lets the credentials of a source do, action by action: Azure tells a caller
 * its own permissions at a place. Launches nothing and changes nothing.
 *
 * <p>Source: "Permissions - List For Resource Group" and "List For Resource", Azure REST API.
 */
public final class ConnectionCheck {

    private static final String COMPUTE = "Microsoft.Compute/";
    private static final String NETWORK = "Microsoft.Network/";

    private final Arm arm;
    private final AzureSettings.Home home;

    private ConnectionCheck(Arm arm, AzureSettings.Home home) {
        this.arm = arm;
        this.home = home;
    }

    /** What became of one permission. */
    public enum Outcome {
        OK,
        MISSING,
        NOT_CHECKED
    }

    /**
     * One permission.
     *
     * @param action as roles name it
     * @param why what does not work without it, or why it is not known
     */
    public record Result(String action, Outcome outcome, String why) {

        /** For people. */
        @Override
        public String toString() {
            return switch (outcome) {
                case OK -> action + ": allowed";
                case MISSING -> action + ": missing. " + why;
                case NOT_CHECKED -> action + ": could not be checked. " + why;
            };
        }
    }

    /** An action, and what does not work without it. */
    private record Need(String action, String why) {}

    /** Actions at a place. */
    private record Place(String id, List<Need> needs) {}

    /**
     * All that are needed, in the order of docs/azure.md.
     *
     * @throws ProviderException if Azure cannot be asked like this at all
     */
    public static List<Result> run(AzureAccess access, AzureSettings.Home home)
            throws ProviderException {
        ConnectionCheck check = new ConnectionCheck(Arm.management(access), home);
        List<Result> results = new ArrayList<>();
        for (Place place : check.places()) {
            results.addAll(check.at(place));
        }
        if (results.stream().allMatch(one -> one.outcome() == Outcome.NOT_CHECKED)) {
            check.permissions(check.places().get(0)); // tells why
        }
        return List.copyOf(results);
    }

    private List<Place> places() {
        String subscription = "/subscriptions/" + home.subscription();
        List<Place> places = new ArrayList<>();
        places.add(new Place(subscription + "/resourceGroups/" + home.resourceGroup(), inGroup()));
        places.add(
                new Place(
                        home.network().subnet(),
                        List.of(
                                new Need(
                                        NETWORK + "virtualNetworks/subnets/join/action",
                                        "No instance can be in the subnet."))));
        home.network()
                .securityGroup()
                .ifPresent(
                        id ->
                                places.add(
                                        new Place(
                                                id,
                                                List.of(
                                                        new Need(
                                                                NETWORK
                                                                        + "networkSecurityGroups/join/action",
                                                                "No instance can have the security"
                                                                        + " group.")))));
        places.add(new Place(subscription, onSubscription()));
        return places;
    }

    private List<Need> inGroup() {
        String launch = "Nothing can be launched.";
        String end = "Nothing can be ended.";
        String list = "Instances cannot be listed, so nothing is launched.";
        List<Need> needs = new ArrayList<>();
        needs.add(new Need(COMPUTE + "virtualMachineScaleSets/read", list));
        needs.add(new Need(COMPUTE + "virtualMachines/read", list));
        needs.add(new Need(COMPUTE + "virtualMachineScaleSets/write", launch));
        needs.add(new Need(COMPUTE + "virtualMachineScaleSets/delete", end));
        needs.add(new Need(COMPUTE + "virtualMachineScaleSets/delete/action", end));
        needs.add(new Need(COMPUTE + "virtualMachines/write", launch));
        needs.add(new Need(COMPUTE + "virtualMachines/delete", end));
        needs.add(new Need(COMPUTE + "disks/write", launch));
        needs.add(new Need(COMPUTE + "disks/delete", "Disks stay, and are billed."));
        needs.add(new Need(NETWORK + "networkInterfaces/write", launch));
        needs.add(new Need(NETWORK + "networkInterfaces/delete", "Interfaces stay."));
        if (home.network().hasPublicAddress()) {
            needs.add(new Need(NETWORK + "publicIPAddresses/write", launch));
            needs.add(
                    new Need(
                            NETWORK + "publicIPAddresses/delete",
                            "Addresses stay, and are billed."));
            needs.add(new Need(NETWORK + "publicIPAddresses/join/action", launch));
        }
        return needs;
    }

    private static List<Need> onSubscription() {
        return List.of(
                new Need(COMPUTE + "skus/read", "There are no sizes to choose from."),
                new Need(
                        COMPUTE + "locations/operations/read",
                        "A launch is not known to have failed."),
                new Need(
                        COMPUTE + "locations/usages/read",
                        "Quotas are not kept to: refusals alone teach them."),
                new Need(
                        COMPUTE + "locations/placementScores/generate/action",
                        "What is likely to be granted is not known beforehand."));
    }

    private List<JsonNode> permissions(Place place) throws ProviderException {
        return arm.list(
                "permissions/list",
                place.id()
                        + "/providers/Microsoft.Authorization/permissions?"
                        + Query.of(ApiVersions.PERMISSIONS));
    }

    private List<Result> at(Place place) throws ProviderException {
        List<JsonNode> permissions;
        try {
            permissions = permissions(place);
        } catch (ProviderException e) {
            if (e.refusal().kind() == Kind.OUTCOME_UNKNOWN) {
                throw e;
            }
            return place.needs().stream()
                    .map(need -> new Result(need.action(), Outcome.NOT_CHECKED, e.getMessage()))
                    .toList();
        }
        return place.needs().stream()
                .map(
                        need ->
                                new Result(
                                        need.action(),
                                        isAllowed(need.action(), permissions)
                                                ? Outcome.OK
                                                : Outcome.MISSING,
                                        need.why()))
                .toList();
    }

    /** Roles add up; what one of them leaves out counts for that one alone. */
    private static boolean isAllowed(String action, List<JsonNode> permissions) {
        return permissions.stream()
                .anyMatch(
                        role ->
                                names(role.path("actions"), action)
                                        && !names(role.path("notActions"), action));
    }

    private static boolean names(JsonNode patterns, String action) {
        String lower = action.toLowerCase(Locale.ROOT);
        for (JsonNode one : patterns) {
            String[] parts = one.asText().toLowerCase(Locale.ROOT).split("\\*", -1);
            StringBuilder pattern = new StringBuilder(Pattern.quote(parts[0]));
            for (int index = 1; index < parts.length; index++) {
                pattern.append(".*").append(Pattern.quote(parts[index]));
            }
            if (lower.matches(pattern.toString())) {
                return true;
            }
        }
        return false;
    }
}
