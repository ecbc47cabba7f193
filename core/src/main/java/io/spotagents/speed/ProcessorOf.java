package io.spotagents.speed;

import io.spotagents.model.MachineFamily;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The processor that a family of machine types runs on, read from its name.
 *
 * <p>Sources: Amazon EC2 Instance Types Guide (processor of each family: {@code g} Graviton, {@code
 * a} AMD, else Intel); Compute Engine, CPU platforms (a family that may run on several counts as
 * the oldest common one); Azure, Sizes for virtual machines ({@code p} Arm, {@code a} AMD, version
 * after the underscore).
 */
final class ProcessorOf {

    private static final Map<Pattern, Processor> FAMILIES = new LinkedHashMap<>();

    static {
        put("((m4|c4|r4|t2)\\.|n1|[A-Z]+s?_v2)", Processor.XEON_E);
        put("(n2|c2|e2)", Processor.XEON_SCALABLE);
        put("(n4|c3)", Processor.XEON_4);
        put("c4", Processor.XEON_6);
        put("n2d", Processor.EPYC_2);
        put("(t2d|c2d)", Processor.EPYC_3);
        put("c3d", Processor.EPYC_4);
        put("t2a", Processor.ARM_N1);
        put("c4a", Processor.ARM_V2);
        put("(t4g|[a-z]+6g[a-z]*)\\.", Processor.ARM_N1);
        put("[a-z]+7g[a-z]*\\.", Processor.ARM_V1);
        put("[a-z]+8g[a-z]*\\.", Processor.ARM_V2);
        put("(t3a|[a-z]+5a[a-z]*)\\.", Processor.EPYC_1);
        put("[a-z]+6a[a-z]*\\.", Processor.EPYC_3);
        put("[a-z]+7a[a-z]*\\.", Processor.EPYC_4);
        put("(t3|[a-z]+5[a-z]*)\\.", Processor.XEON_SCALABLE);
        put("[a-z]+6i[a-z]*\\.", Processor.XEON_3);
        put("[a-z]+7i[a-z-]*\\.", Processor.XEON_4);
        put("[a-z]+8i[a-z-]*\\.", Processor.XEON_6);
        put("[A-Z]+[a-z]*p[a-z]*_v5", Processor.ARM_N1);
        put("[A-Z]+[a-z]*p[a-z]*_v6", Processor.ARM_V1);
        put("[A-Z]+a[a-z]*_v4", Processor.EPYC_2);
        put("[A-Z]+a[a-z]*_v5", Processor.EPYC_3);
        put("[A-Z]+a[a-z]*_v6", Processor.EPYC_4);
        put("[A-Z]+[a-z]*_v[34]", Processor.XEON_SCALABLE);
        put("[A-Z]+[a-z]*_v5", Processor.XEON_3);
        put("[A-Z]+[a-z]*_v6", Processor.XEON_4);
    }

    private ProcessorOf() {}

    /** A family's name, with a dot if it is one of AWS: some names are used by two clouds. */
    static String familyKey(String machineType) {
        String family = MachineFamily.of(machineType);
        return machineType.startsWith(family + ".") ? family + "." : family;
    }

    /** Empty if the key says nothing that we know. */
    static Optional<Processor> family(String family) {
        return FAMILIES.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(family).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static void put(String families, Processor processor) {
        FAMILIES.put(Pattern.compile(families), processor);
    }
}
