package io.spotagents.provider.aws;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the fake region sells. Figures mean nothing. */
final class FakeCatalog {

    static final String REGION = "us-east-1";
    static final String ACCOUNT = "123456789012";
    static final String X86_IMAGE = "ami-0000000000000000a";
    static final String ARM_IMAGE = "ami-0000000000000000b";

    /** Ids of zones by their names in this account. */
    static final SortedMap<String, String> ZONES =
            Collections.unmodifiableSortedMap(
                    new TreeMap<>(
                            Map.of(
                                    "us-east-1a",
                                    "use1-az4",
                                    "us-east-1b",
                                    "use1-az6",
                                    "us-east-1c",
                                    "use1-az1")));

    record Type(String name, int cpus, int memoryMib, String architecture, boolean isNitro) {
        boolean isMetal() {
            return name.endsWith(".metal");
        }
    }

    static final List<Type> TYPES =
            List.of(
                    new Type("m5.large", 2, 8192, "x86_64", true),
                    new Type("c5.large", 2, 4096, "x86_64", true),
                    new Type("r5.large", 2, 16384, "x86_64", true),
                    new Type("m6g.large", 2, 8192, "arm64", true),
                    new Type("m5.xlarge", 4, 16384, "x86_64", true),
                    new Type("g4dn.xlarge", 4, 16384, "x86_64", true),
                    new Type("m5.metal", 96, 393216, "x86_64", true),
                    new Type("m1.small", 1, 1740, "x86_64", false));

    private FakeCatalog() {}

    /** All pools but one: m5.xlarge is not sold in the third zone. */
    static List<String[]> offerings() {
        List<String[]> offerings = new ArrayList<>();
        for (Type type : TYPES) {
            for (String zone : ZONES.keySet()) {
                if (!(type.name().equals("m5.xlarge") && zone.equals("us-east-1c"))) {
                    offerings.add(new String[] {type.name(), zone});
                }
            }
        }
        return offerings;
    }

    /** Dollars an hour: more processors cost more, and later zones a little. */
    static double spotPrice(Type type, String zone) {
        return 0.01 * type.cpus()
                + 0.001 * type.memoryMib() / 1024
                + 0.0005 * (zone.charAt(9) - 'a');
    }

    static String subnet(String zone) {
        return "subnet-" + zone.charAt(zone.length() - 1);
    }

    static String zone(String subnet) {
        return ZONES.keySet().stream()
                .filter(zone -> subnet(zone).equals(subnet))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Ec2Error(
                                        400,
                                        "InvalidSubnetID.NotFound",
                                        "The subnet ID '" + subnet + "' does not exist"));
    }
}
