package io.spotagents.reclaim.aws;

import static io.spotagents.reclaim.aws.Messages.INSTANCE;
import static io.spotagents.reclaim.aws.Messages.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.spotagents.reclaim.Notice;
import io.spotagents.reclaim.aws.AwsEvent.AtRisk;
import io.spotagents.reclaim.aws.AwsEvent.Changed;
import io.spotagents.reclaim.aws.AwsEvent.Reclaiming;
import io.spotagents.reclaim.aws.AwsEvent.State;
import java.time.Instant;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTest {

    private static final Instant RECEIVED = NOON.plusSeconds(3);

    private final EventParser parser = new EventParser();

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private EventMessage parse(String body) {
        return parser.parse(body, RECEIVED);
    }

    @ParameterizedTest
    @CsvSource({"terminate,120", "stop,120", "hibernate,0"})
    void readsAWarningWithItsDeadline(String action, long seconds) {
        String body =
                Messages.message(
                        "e-1",
                        "aws.ec2",
                        "EC2 Spot Instance Interruption Warning",
                        NOON,
                        Messages.action(action));
        Instant deadline = NOON.plusSeconds(seconds);

        EventMessage message = parse(body);

        assertThat(message.id()).isEqualTo("e-1");
        assertThat(message.unknown()).isEmpty();
        assertThat(message.events())
                .containsExactly(
                        new Reclaiming(
                                new Notice(INSTANCE, Notice.Source.CLOUD_EVENT, RECEIVED, deadline),
                                NOON));
    }

    @Test
    void readsARebalanceRecommendation() {
        assertThat(parse(Messages.rebalance("e-1", NOON)).events())
                .containsExactly(new AtRisk(INSTANCE, NOON));
    }

    @ParameterizedTest
    @CsvSource({
        "pending,PENDING,false",
        "running,RUNNING,false",
        "stopping,STOPPING,true",
        "stopped,STOPPED,true",
        "shutting-down,SHUTTING_DOWN,true",
        "terminated,TERMINATED,true"
    })
    void readsAChangeOfState(String text, State state, boolean isLeaving) {
        assertThat(parse(Messages.change("e-1", text, NOON)).events())
                .containsExactly(new Changed(INSTANCE, state, NOON));
        assertThat(state.isLeaving()).isEqualTo(isLeaving);
    }

    @Test
    void readsAScheduledChangeOfHealthAsARiskOfEachInstanceItNames() {
        assertThat(parse(Messages.health("EC2", "scheduledChange")).events())
                .containsExactly(
                        new AtRisk(INSTANCE, NOON), new AtRisk("i-00000000000000002", NOON));
    }

    @Test
    void knowsOtherHealthEventsAndLeavesThem() {
        for (String body :
                new String[] {
                    Messages.health("EC2", "accountNotification"),
                    Messages.health("RDS", "scheduledChange")
                }) {
            assertThat(parse(body).events()).isEmpty();
            assertThat(parse(body).unknown()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "hello",
                "{\"source\": \"aws.ec2\"",
                "{}",
                "{} {}",
                "{\"detail\": 7}"
            })
    void saysThatItDoesNotKnowWhatIsNoEvent(String body) {
        assertThat(parse(body).events()).isEmpty();
        assertThat(parse(body).unknown()).isNotEmpty();
    }

    @Test
    void namesTheKindThatItDoesNotKnowInWordsThatDoALogNoHarm() {
        String body =
                Messages.message("e", "aws.ec2", "EC2\\nINFO: fine" + "x".repeat(500), NOON, "{}");

        assertThat(parse(body).unknown()).startsWith("aws.ec2/EC2?INFO? fine").hasSize(80);
    }

    @Test
    void doesNotKnowAnEventWithoutAUsableInstanceOrTimeOrState() {
        String warning = Messages.warning("e", NOON);

        assertThat(parse(warning.replace(INSTANCE, "i-1\\n")).unknown()).isNotEmpty();
        assertThat(parse(warning.replace("instance-id", "other")).unknown()).isNotEmpty();
        assertThat(parse(warning.replace(NOON.toString(), "noon")).unknown()).isNotEmpty();
        assertThat(parse(Messages.change("e", "melting", NOON)).unknown()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void neverThrowsWhateverIsBroken(long seed) {
        Random random = new Random(seed);
        StringBuilder body = new StringBuilder(Messages.health("EC2", "scheduledChange"));
        for (int n = 0; n < 5; n++) {
            body.setCharAt(random.nextInt(body.length()), (char) random.nextInt(128));
        }

        EventMessage message = parse(body.toString());

        assertThat(message.events())
                .allMatch(event -> event.instanceId().matches("i-[0-9a-z]{1,32}"));
    }
}
