package io.spotagents.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.enrolment.Enrolled;
import io.spotagents.enrolment.EnrolmentBook;
import io.spotagents.enrolment.EnrolmentBookContract;
import io.spotagents.enrolment.IssuedSecret;
import io.spotagents.enrolment.UserDataSecrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreEnrolmentsTest extends EnrolmentBookContract {

    private static final UUID ID = new UUID(1, 2);

    @TempDir Path directory;
    private final List<Store> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Store::close);
    }

    @Override
    protected EnrolmentBook book() {
        Store store = Store.open(directory.resolve("store.mv"), () -> ID);
        opened.add(store);
        return store.enrolments();
    }

    @Test
    void knowsAfterARestartWhoEnrolledAndWhichSecretsThereAre() {
        EnrolmentBook before = book();
        before.enroll(enrolled("i-1"));
        before.issue(secret(INTENT));
        close();

        EnrolmentBook after = book();

        assertThat(after.hasEnrolled(SITE, "i-1")).isTrue();
        assertThat(after.enroll(enrolled("i-1"))).isFalse();
        assertThat(after.enrolledOf(INTENT)).isEqualTo(1);
        assertThat(after.issued(INTENT)).contains(secret(INTENT));
    }

    @Test
    void hasNoSecretInItsFile() throws Exception {
        String secret = new UserDataSecrets(book(), new SecureRandom()).issue(INTENT, 2, NOON);
        close();

        byte[] bytes = Files.readAllBytes(directory.resolve("store.mv"));

        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(INTENT.toString()).doesNotContain(secret);
    }

    @Test
    void dropsWhatIsOldestWhenItHasTooMany() {
        StoreFile file = new StoreFile(directory.resolve("small.mv"));
        file.open(() -> ID);
        try {
            StoredEnrolments small =
                    new StoredEnrolments(file, new Json(), new StoredEnrolments.Most(2, 2));
            for (int n = 3; n > 0; n--) {
                small.enroll(new Enrolled(SITE, "i-" + n, INTENT, NOON.plusSeconds(n)));
                small.issue(new IssuedSecret(new UUID(0, n), "00", 1, NOON.plusSeconds(n)));
            }
            small.enroll(new Enrolled(SITE, "i-4", INTENT, NOON.plusSeconds(4)));

            assertThat(small.hasEnrolled(SITE, "i-1")).isFalse();
            assertThat(small.hasEnrolled(SITE, "i-2")).isFalse();
            assertThat(small.hasEnrolled(SITE, "i-3")).isTrue();
            assertThat(small.hasEnrolled(SITE, "i-4")).isTrue();
            assertThat(small.enrolledOf(INTENT)).isEqualTo(2);
            assertThat(small.issued(new UUID(0, 1))).isPresent();
            assertThat(small.issued(new UUID(0, 2))).isEmpty();
        } finally {
            file.close();
        }
    }
}
