package io.spotagents.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The roles that the pages of the clouds tell to make allow what the providers call, by the names
 * that stand in their code, and nothing besides but what a cloud checks in the course of a call.
 */
class RolesTest {

    private static final Path PROVIDERS = Path.of("src/main/java/io/spotagents/provider");

    /** What Google checks of a call besides the method itself. */
    private static final Set<String> OF_GOOGLES_LAUNCHES =
            Set.of(
                    "compute.disks.create",
                    "compute.disks.setLabels",
                    "compute.images.useReadOnly",
                    "compute.instanceTemplates.useReadOnly",
                    "compute.instances.setLabels",
                    "compute.instances.setMetadata",
                    "compute.instances.setServiceAccount",
                    "compute.instances.setTags",
                    "compute.subnetworks.use",
                    "compute.subnetworks.useExternalIp",
                    "iam.serviceAccounts.actAs");

    private static final Set<String> OF_AWSS_LAUNCHES = Set.of("CreateTags", "PassRole");

    /** For everybody, or a matter of another role than that of an action. */
    private static final Set<String> WITHOUT_AN_ACTION_ON_AZURE =
            Set.of(
                    "application/json",
                    "reservations/list",
                    "resourceGraph/resources",
                    "retail/prices",
                    "savingsPlans/list");

    /** What a scale set does in the name of whoever asks for it, and what it refers to. */
    private static final Set<String> OF_SCALE_SETS =
            Set.of(
                    "Compute/disks/delete",
                    "Compute/disks/write",
                    "Compute/galleries/images/read",
                    "Compute/galleries/images/versions/read",
                    "Compute/images/read",
                    "Compute/virtualMachines/delete",
                    "Compute/virtualMachines/write",
                    "ManagedIdentity/userAssignedIdentities/assign/action",
                    "Network/networkInterfaces/delete",
                    "Network/networkInterfaces/write",
                    "Network/networkSecurityGroups/join/action",
                    "Network/publicIPAddresses/delete",
                    "Network/publicIPAddresses/join/action",
                    "Network/publicIPAddresses/write",
                    "Network/virtualNetworks/subnets/join/action");

    @Test
    void googlesRoleAllowsWhatIsCalled() throws IOException {
        SortedSet<String> called = new TreeSet<>(OF_GOOGLES_LAUNCHES);
        found(code("gcp"), "\"([a-z]\\w+\\.[a-z]\\w+)\"").stream()
                .filter(method -> !method.equals("skus.list")) // for everybody
                .map(RolesTest::permissionOfGoogle)
                .forEach(called::add);

        String permission = "((?:compute|iam)\\.\\w+\\.\\w+)";
        assertThat(found(role("gcp"), "`" + permission + "`")).isEqualTo(called);
        assertThat(found(check("gcp"), "\"" + permission + "\"")).isNotEmpty().isSubsetOf(called);
    }

    private static String permissionOfGoogle(String method) {
        String[] parts = method.split("\\.");
        Map<String, String> verbs =
                Map.of("aggregatedList", "list", "bulkInsert", "create", "wait", "get");
        String resource = parts[0].equals("regionCommitments") ? "commitments" : parts[0];
        return "compute." + resource + "." + verbs.getOrDefault(parts[1], parts[1]);
    }

    @Test
    void awssPolicyAllowsWhatIsCalled() throws IOException {
        SortedSet<String> called = new TreeSet<>(OF_AWSS_LAUNCHES);
        called.addAll(
                found(
                        code("aws"),
                        "\"((?:Create|Delete|Describe|Get|List|Receive|Run)[A-Z]\\w+)\""));
        found(code("aws"), "\\b(?:ec2|ssm)(?:\\(\\))?\\s*\\.([a-z]+[A-Z]\\w+)\\(").stream()
                .map(method -> method.replaceFirst("Paginator$", ""))
                .map(
                        method ->
                                method.substring(0, 1).toUpperCase(Locale.ROOT)
                                        + method.substring(1))
                .forEach(called::add);
        called.remove("GetCallerIdentity"); // needs no permission
        called.remove("DeleteMessageBatch");
        called.add("DeleteMessage"); // which is what a policy calls it

        assertThat(found(role("aws"), "`(?:\\w+):([A-Z]\\w+)` ?[|,]")).isEqualTo(called);
    }

    @Test
    void azuresRoleAllowsWhatIsCalled() throws IOException {
        String action = "([a-zA-Z]+/[a-zA-Z/]+)";
        SortedSet<String> called = new TreeSet<>(OF_SCALE_SETS);
        found(code("azure"), "\"" + action + "\"").stream()
                .filter(one -> !WITHOUT_AN_ACTION_ON_AZURE.contains(one))
                .map(RolesTest::permissionOfAzure)
                .forEach(called::add);

        SortedSet<String> granted = found(role("azure"), "`Microsoft\\." + action + "` ?[|,]");
        assertThat(granted).isEqualTo(called);
        assertThat(found(check("azure"), "\"" + action + "\""))
                .hasSizeGreaterThan(10)
                .filteredOn(one -> !one.equals("permissions/list"))
                .allMatch(one -> granted.stream().anyMatch(it -> it.endsWith("/" + one)));
    }

    private static String permissionOfAzure(String action) {
        Map<String, String> others =
                Map.of(
                        "usages/list", "locations/usages/read",
                        "operations/get", "locations/operations/read",
                        "placementScores/generate", "locations/placementScores/generate/action");
        return "Compute/" + others.getOrDefault(action, action.replaceFirst("/list$", "/read"));
    }

    /** Checks of the connection name permissions themselves, so they are left out. */
    private static String code(String cloud) throws IOException {
        try (Stream<Path> files = Files.list(PROVIDERS.resolve(cloud))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(one -> !one.toString().contains("Check")).toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    private static String check(String cloud) throws IOException {
        return Files.readString(PROVIDERS.resolve(cloud).resolve("ConnectionCheck.java"));
    }

    /** The rows of the tables of what is needed. */
    private static String role(String cloud) throws IOException {
        String page = Files.readString(Path.of("..", "docs", cloud + ".md"));
        int begin = page.indexOf("## Permissions");
        return page.substring(begin, page.indexOf("\n## ", begin))
                .lines()
                .filter(line -> line.startsWith("|"))
                .collect(Collectors.joining("\n"));
    }

    private static SortedSet<String> found(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
