package io.spotagents;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.stream.Stream;

/** Which way imports point: the table in docs/architecture.md, held by the build. */
@AnalyzeClasses(packages = "io.spotagents", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] OUTSIDE = {"java..", "org.jspecify.."};

    @ArchTest
    static final ArchRule CORE_KNOWS_NO_JENKINS =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("hudson..", "jenkins..", "org.kohsuke..", "io.jenkins..");

    @ArchTest static final ArchRule MODEL = only("model");

    @ArchTest static final ArchRule MARKET = only("market", "model");

    @ArchTest
    static final ArchRule MARKET_TRACES =
            classes()
                    .that()
                    .resideInAPackage("io.spotagents.market.traces")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "org.jspecify..",
                            "com.fasterxml.jackson..",
                            "io.spotagents.market.traces",
                            "io.spotagents.model");

    @ArchTest
    static final ArchRule MARKET_GENERATED =
            only("market.generated", "model", "market", "market.traces");

    @ArchTest static final ArchRule RECLAIM = only("reclaim", "model");

    @ArchTest
    static final ArchRule RECLAIM_AWS =
            classes()
                    .that()
                    .resideInAPackage("io.spotagents.reclaim.aws")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "org.jspecify..",
                            "com.fasterxml.jackson..",
                            "io.spotagents.reclaim..",
                            "io.spotagents.model");

    @ArchTest static final ArchRule SELECTION = only("selection", "model", "market", "portfolio");

    @ArchTest static final ArchRule PORTFOLIO = only("portfolio", "model");

    @ArchTest static final ArchRule COST = only("cost", "model", "market");

    @ArchTest static final ArchRule CAPACITY = only("capacity", "model", "provider");

    @ArchTest static final ArchRule HAZARD = only("hazard", "model", "market");

    @ArchTest static final ArchRule DEADLINE = only("deadline", "model");

    @ArchTest static final ArchRule SPEED = only("speed", "model");

    @ArchTest static final ArchRule READY = only("ready", "model");

    @ArchTest static final ArchRule BOOT = only("boot", "model");

    @ArchTest static final ArchRule BATCHES = only("batches", "model");

    @ArchTest static final ArchRule COMMITMENTS = only("commitments", "model");

    @ArchTest
    static final ArchRule ENROLMENT =
            classes()
                    .that()
                    .resideInAPackage("io.spotagents.enrolment..")
                    .and()
                    .resideOutsideOfPackage("io.spotagents.enrolment.azure")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "java..",
                            "org.jspecify..",
                            "com.fasterxml.jackson..",
                            "io.spotagents.enrolment..",
                            "io.spotagents.model",
                            "io.spotagents.provider",
                            "io.spotagents.capacity");

    @ArchTest
    static final ArchRule ENROLMENT_AZURE =
            classes()
                    .that()
                    .resideInAPackage("io.spotagents.enrolment.azure")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            with(
                                    "org.bouncycastle..",
                                    with(
                                            "javax.security.auth.x500",
                                            allowed(
                                                    "io.spotagents.enrolment.azure",
                                                    "enrolment"))));

    @ArchTest
    static final ArchRule PROVIDER_PORT =
            classes()
                    .that()
                    .resideInAPackage("io.spotagents.provider")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            allowed(
                                    "io.spotagents.provider",
                                    "model",
                                    "market",
                                    "reclaim",
                                    "commitments"));

    @ArchTest
    static final ArchRule CLOUD_PROVIDERS_SHARE =
            classes()
                    .that()
                    .resideInAPackage("io.spotagents.provider.cloud")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            with(
                                    "com.fasterxml.jackson..",
                                    allowed("io.spotagents.provider.cloud", "provider", "model")));

    @ArchTest
    static final ArchRule LOCAL_PROVIDER =
            classes()
                    .that()
                    .resideInAPackage("io.spotagents.provider.local..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            allowed(
                                    "io.spotagents.provider.local..",
                                    "provider",
                                    "model",
                                    "market",
                                    "market.generated",
                                    "reclaim"));

    @ArchTest
    static final ArchRule AWS_PROVIDER =
            classes()
                    .that()
                    .resideInAPackage("io.spotagents.provider.aws..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            with(
                                    "com.fasterxml.jackson..",
                                    with(
                                            "software.amazon.awssdk..",
                                            allowed(
                                                    "io.spotagents.provider.aws..",
                                                    "provider",
                                                    "provider.cloud",
                                                    "model",
                                                    "market",
                                                    "reclaim",
                                                    "reclaim.aws",
                                                    "commitments"))));

    @ArchTest
    static final ArchRule AZURE_PROVIDER =
            classes()
                    .that()
                    .resideInAPackage("io.spotagents.provider.azure..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            with(
                                    "com.azure.core..",
                                    with(
                                            "com.fasterxml.jackson..",
                                            allowed(
                                                    "io.spotagents.provider.azure..",
                                                    "provider",
                                                    "provider.cloud",
                                                    "model",
                                                    "market",
                                                    "commitments"))));

    @ArchTest
    static final ArchRule GCP_PROVIDER =
            classes()
                    .that()
                    .resideInAPackage("io.spotagents.provider.gcp..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            with(
                                    "com.google..",
                                    with(
                                            "org.apache.http..",
                                            allowed(
                                                    "io.spotagents.provider.gcp..",
                                                    "provider",
                                                    "provider.cloud",
                                                    "model",
                                                    "market",
                                                    "reclaim",
                                                    "commitments"))));

    /** It is shipped to agents, which have nothing but a JDK. */
    @ArchTest static final ArchRule WATCH = only("watch");

    @ArchTest
    static final ArchRule STORE_KNOWS_PORTS_ONLY =
            noClasses()
                    .that()
                    .resideInAPackage("io.spotagents.store..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.spotagents.provider..",
                            "io.spotagents.selection..",
                            "io.spotagents.reclaim..",
                            "io.spotagents.watch..");

    @ArchTest
    static final ArchRule FLEET =
            only(
                    "fleet",
                    "model",
                    "market",
                    "selection",
                    "cost",
                    "reclaim",
                    "provider",
                    "capacity",
                    "hazard",
                    "speed",
                    "deadline",
                    "ready",
                    "commitments");

    @ArchTest
    static final ArchRule NOTHING_LIVE_KNOWS_SIMULATOR_OR_COMMAND_LINE =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("io.spotagents.sim..", "io.spotagents.cli..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.spotagents.sim..", "io.spotagents.cli..");

    @ArchTest
    static final ArchRule TIME_COMES_FROM_OUTSIDE =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..cli..")
                    .and()
                    .doNotHaveFullyQualifiedName("io.spotagents.provider.local.LocalInstance")
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.spotagents.(*)..").should().beFreeOfCycles();

    private static ArchRule only(String name, String... others) {
        return classes()
                .that()
                .resideInAPackage("io.spotagents." + name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed("io.spotagents." + name, others))
                .allowEmptyShould(true);
    }

    private static String[] with(String library, String... packages) {
        return Stream.concat(Stream.of(library), Stream.of(packages)).toArray(String[]::new);
    }

    private static String[] allowed(String own, String... others) {
        return Stream.of(
                        Stream.of(OUTSIDE),
                        Stream.of(own),
                        Stream.of(others).map(other -> "io.spotagents." + other))
                .flatMap(names -> names)
                .toArray(String[]::new);
    }
}
