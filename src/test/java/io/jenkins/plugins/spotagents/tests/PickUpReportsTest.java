package io.jenkins.plugins.spotagents.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PickUpReportsTest {

    private static final String PASSES =
            "<testsuite><testcase classname='a.B' name='c' time='1.5'/></testsuite>";

    @TempDir Path workspace;

    /** As the tools name them: a class, a method, a file, a test id, a package. */
    @ParameterizedTest
    @CsvSource({
        "app.FooTest, x, app.FooTest, bar",
        "app.FooTest#bar, x, app.FooTest, bar",
        "app.FooTest#bar, x, app.FooTest, bar[3]",
        "tests/test_a.py, pytest, tests.test_a.TestX, test_y",
        "tests/test_a.py::TestX::test_y, pytest, tests.test_a.TestX, test_y",
        "example.com/app/pkg, example.com/app/pkg, pkg, TestIt",
        "slow, x, '', slow"
    })
    void findsTheTestOfACase(String test, String suite, String className, String name) {
        CaseNames names = new CaseNames(List.of("other", test, "app.Foo"));

        assertThat(names.testOf(suite, className, name)).contains(test);
    }

    @Test
    void givesACaseToTheLongestNameItBeginsWith() {
        CaseNames names = new CaseNames(List.of("app.Foo", "app.FooTest", "app.FooTest.bar"));

        assertThat(names.testOf("", "app.FooTest", "bar")).contains("app.FooTest.bar");
        assertThat(names.testOf("", "app.FooTest", "baz")).contains("app.FooTest");
        assertThat(names.testOf("", "app.FooTests", "baz")).isEmpty();
    }

    @Test
    void readsEachReportOnceAndAgainIfItHasChanged() throws Exception {
        write("r.xml", PASSES);
        PickedUp first = pickUp(Map.of(), "a.B");
        PickedUp second = pickUp(first.seen(), "a.B");
        write("r.xml", PASSES.replace("/>", "><failure/></testcase>"));

        PickedUp third = pickUp(second.seen(), "a.B");

        assertThat(first.tests())
                .extracting(PickedUp.Picked::outcome, PickedUp.Picked::millis)
                .containsExactly(tuple("PASSED", 1500L));
        assertThat(second.tests()).isEmpty();
        assertThat(third.tests()).extracting(PickedUp.Picked::outcome).containsExactly("FAILED");
    }

    @Test
    void readsAHalfWrittenReportLater() throws Exception {
        write("r.xml", PASSES.substring(0, 30));
        PickedUp half = pickUp(Map.of(), "a.B");
        write("r.xml", PASSES);

        PickedUp whole = pickUp(half.seen(), "a.B");

        assertThat(half.tests()).isEmpty();
        assertThat(half.seen()).isEmpty();
        assertThat(whole.tests()).hasSize(1);
    }

    @Test
    void skipsAClassOnlyIfAllOfItWasSkipped() throws Exception {
        String skipped = "<testcase classname='a.B' name='d'><skipped/></testcase>";
        write("one.xml", "<testsuite>" + skipped + "</testsuite>");
        PickedUp all = pickUp(Map.of(), "a.B");
        write("two.xml", PASSES.replace("</testsuite>", skipped + "</testsuite>"));

        PickedUp some = pickUp(all.seen(), "a.B");

        assertThat(all.tests()).extracting(PickedUp.Picked::outcome).containsExactly("SKIPPED");
        assertThat(some.tests()).extracting(PickedUp.Picked::outcome).containsExactly("PASSED");
    }

    @Test
    void readsNoFileOutsideByAnEntity() throws Exception {
        Path secret = Files.writeString(workspace.resolve("secret"), "s3cret");
        write(
                "r.xml",
                "<!DOCTYPE x [<!ENTITY e SYSTEM '"
                        + secret.toUri()
                        + "'>]><testsuite><testcase classname='a.B'"
                        + " name='c'>&e;</testcase></testsuite>");

        assertThat(pickUp(Map.of(), "a.B").tests()).isEmpty();
    }

    @Test
    void namesCasesThatBelongToNoTest() throws Exception {
        write("r.xml", PASSES);

        assertThat(pickUp(Map.of(), "z").unknown()).containsExactly("a.B.c");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(workspace.resolve(name), text);
    }

    private PickedUp pickUp(Map<String, String> seen, String test) throws IOException {
        return new PickUpReports("*.xml", List.of(test), seen).invoke(workspace.toFile(), null);
    }
}
