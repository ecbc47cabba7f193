package io.spotagents.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every book of enrolments does. */
public abstract class EnrolmentBookContract {

    protected static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    protected static final Site SITE = new Site("aws", "123456789012", "eu-west-1");
    protected static final UUID INTENT = new UUID(7, 7);

    /** An empty one. */
    protected abstract EnrolmentBook book();

    protected static Enrolled enrolled(String instanceId) {
        return new Enrolled(SITE, instanceId, INTENT, NOON);
    }

    protected static IssuedSecret secret(UUID intent) {
        return new IssuedSecret(intent, "00ff", 3, NOON);
    }

    @Test
    void writesAnInstanceDownOnceOnly() {
        EnrolmentBook book = book();

        assertThat(book.hasEnrolled(SITE, "i-1")).isFalse();
        assertThat(book.enroll(enrolled("i-1"))).isTrue();
        assertThat(book.enroll(enrolled("i-1"))).isFalse();
        assertThat(book.hasEnrolled(SITE, "i-1")).isTrue();
        assertThat(book.enrolledOf(INTENT)).isEqualTo(1);
    }

    @Test
    void knowsAnInstanceByItsAccountWhateverTheRegionAndTheLaunch() {
        EnrolmentBook book = book();
        book.enroll(enrolled("i-1"));
        Site elsewhere = new Site("aws", "123456789012", "us-east-1");
        Site others = new Site("aws", "999999999999", "eu-west-1");

        assertThat(book.enroll(new Enrolled(elsewhere, "i-1", UUID.randomUUID(), NOON))).isFalse();
        assertThat(book.enroll(new Enrolled(others, "i-1", INTENT, NOON))).isTrue();
    }

    @Test
    void letsOneOfManyThatComeAtOnceIn() {
        EnrolmentBook book = book();

        List<Boolean> answers =
                IntStream.range(0, 8)
                        .parallel()
                        .mapToObj(n -> book.enroll(enrolled("i-1")))
                        .toList();

        assertThat(answers).containsOnlyOnce(true);
    }

    @Test
    void countsTheInstancesOfALaunch() {
        EnrolmentBook book = book();
        book.enroll(enrolled("i-1"));
        book.enroll(enrolled("i-2"));
        book.enroll(new Enrolled(SITE, "i-3", new UUID(8, 8), NOON));

        assertThat(book.enrolledOf(INTENT)).isEqualTo(2);
        assertThat(book.enrolledOf(new UUID(9, 9))).isZero();
    }

    @Test
    void keepsTheLastSecretOfALaunch() {
        EnrolmentBook book = book();
        IssuedSecret second = new IssuedSecret(INTENT, "11", 1, NOON.plusSeconds(1));
        book.issue(secret(INTENT));
        book.issue(second);

        assertThat(book.issued(INTENT)).contains(second);
        assertThat(book.issued(new UUID(9, 9))).isEmpty();
    }
}
