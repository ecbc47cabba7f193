package io.spotagents.provider.local;

import static io.spotagents.provider.local.LocalSource.listed;
import static io.spotagents.provider.local.LocalSource.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.spotagents.provider.Instance;
import io.spotagents.provider.LaunchReply;
import io.spotagents.provider.LaunchRequest;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.Refusal.Kind;
import io.spotagents.provider.Refusal.Scope;
import io.spotagents.provider.local.BootCommand.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the local source grants and refuses. */
class LocalProviderTest {

    @TempDir private Path home;
    private LocalSource source;

    @BeforeEach
    void open() {
        source = new LocalSource(home);
    }

    @AfterEach
    void close() throws Exception {
        source.close();
    }

    @Test
    void launchesNothingWithoutPermissionAndNamesTheProperty() throws Exception {
        LocalProvider provider =
                source.provider(LocalSource.SLEEP, LocalSettings.allowedBy(() -> false));

        LaunchReply reply = provider.launch(request(1));

        assertThat(reply.instances()).isEmpty();
        assertThat(reply.refusals())
                .singleElement()
                .satisfies(
                        refusal -> {
                            assertThat(refusal.kind()).isEqualTo(Kind.NOT_ALLOWED);
                            assertThat(refusal.scope()).isEqualTo(Scope.ACCOUNT);
                            assertThat(refusal.message())
                                    .contains(LocalSettings.ALLOWED_PROPERTY + "=true");
                        });
        assertThat(provider.offers()).isNotEmpty();
        assertThat(listed(provider)).isEmpty();
    }

    @Test
    void startsNothingThatWouldBootInVain() throws Exception {
        Refusal refusal = Refusal.of(Kind.NOT_ALLOWED, Scope.ACCOUNT, "no address to call");
        LocalProvider provider =
                source.provider(
                        instance -> {
                            throw new ProviderException(refusal);
                        },
                        LocalSettings.allowedBy(() -> true));

        LaunchReply reply = provider.launch(request(2));

        assertThat(reply).isEqualTo(LaunchReply.refused(refusal));
        assertThat(listed(provider)).isEmpty();
        assertThat(source.provider().launch(request(1)).instances()).hasSize(1);
    }

    @Test
    void launchesNoMoreThanTheQuotaAllows() {
        LocalSettings settings = LocalSettings.allowedBy(() -> true).withQuota(2);
        LocalProvider provider = source.provider(LocalSource.SLEEP, settings);

        LaunchReply reply = provider.launch(request(3));

        assertThat(reply.instances()).hasSize(2);
        assertThat(reply.refusals())
                .extracting(Refusal::kind, Refusal::scope)
                .containsExactly(tuple(Kind.QUOTA_REACHED, Scope.ACCOUNT));
    }

    @Test
    void aTokenIsKnownToANewProviderToo() throws Exception {
        LaunchRequest request = request(2);
        LaunchReply first = source.provider().launch(request);

        LaunchReply second = source.provider().launch(request);

        assertThat(second.instances())
                .extracting(Instance::id)
                .containsExactlyElementsOf(first.instances().stream().map(Instance::id).toList());
        assertThat(listed(source.provider())).hasSize(2);
    }

    @Test
    void aLaunchThatACrashCutShortIsCompletedByTheSameToken() throws Exception {
        LaunchRequest request = request(3);
        LaunchReply whole = source.provider().launch(request);
        Path record = home.resolve("launches/" + request.owner().intent() + ".properties");
        Files.delete(record);

        LaunchReply repeated = source.provider().launch(request);

        assertThat(repeated.instances())
                .extracting(Instance::id)
                .containsExactlyElementsOf(whole.instances().stream().map(Instance::id).toList());
        assertThat(listed(source.provider())).hasSize(3);
        assertThat(record).exists();
    }

    @Test
    void anAgentThatCannotBeStartedEndsItsInstance() throws Exception {
        LocalProvider provider = source.provider(Command.of("no-such-program-anywhere"));

        String id = provider.launch(request(1)).instances().get(0).id();

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(listed(provider)).isEmpty());
        assertThat(source.text(id, InstanceFiles.ENDED)).isEqualTo("exit");
        assertThat(source.text(id, InstanceFiles.SUPERVISOR_LOG))
                .contains("no-such-program-anywhere");
    }

    @Test
    void idsThatAreNoIdsTouchNothing() throws Exception {
        LocalProvider provider = source.provider();
        Path outside = Files.createDirectory(home.resolve("outside"));

        provider.end(Set.of("outside", "../outside", "i-", ""));
        provider.reclaim("outside", Duration.ZERO);

        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aSpoiledDirectoryHidesNoOther() throws Exception {
        LocalProvider provider = source.provider();
        String id = provider.launch(request(1)).instances().get(0).id();
        Path spoiled = Files.createDirectory(home.resolve("i-" + "f".repeat(32)));
        Files.writeString(spoiled.resolve(InstanceFiles.INSTANCE), "cloud=only");

        assertThat(listed(provider)).containsExactly(id);

        InstanceFiles.deleteTree(spoiled);
    }
}
