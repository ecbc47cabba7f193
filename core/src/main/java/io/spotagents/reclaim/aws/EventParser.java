package io.spotagents.reclaim.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spotagents.reclaim.Notice;
import io.spotagents.reclaim.aws.AwsEvent.AtRisk;
import io.spotagents.reclaim.aws.AwsEvent.Changed;
import io.spotagents.reclaim.aws.AwsEvent.Reclaiming;
import io.spotagents.reclaim.aws.AwsEvent.State;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads the messages that EventBridge puts into a queue. Pure. What it does not know, it says so
 * of, and never throws: a queue gets whatever a rule sends there.
 *
 * <p>Source: "Spot Instance interruption notices", "EC2 instance rebalance recommendations" and
 * "State change events for your instances" in the Amazon EC2 User Guide; "Amazon EventBridge
 * schema" in the AWS Health User Guide.
 */
public final class EventParser {

    /** Between the warning and the end of the instance; best effort. */
    static final Duration NOTICE = Duration.ofMinutes(2);

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final Pattern INSTANCE_ID = Pattern.compile("i-[0-9a-z]{1,32}");

    /** For the log: a kind of message is told by words, and by nothing that breaks a line. */
    private static final Pattern KIND = Pattern.compile("[^A-Za-z0-9 ._/-]");

    private static final int MAX_KIND = 80;

    private static final int MAX_ID = 64;

    /**
     * @param receivedAt when the message was received: no notice was known earlier
     */
    public EventMessage parse(String body, Instant receivedAt) {
        JsonNode event;
        try {
            event = MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return EventMessage.unknown("", "no JSON");
        }
        String id = id(event);
        String kind = event.path("source").asText("") + "/" + event.path("detail-type").asText("");
        try {
            return new EventMessage(id, events(kind, event, receivedAt), "");
        } catch (IllegalArgumentException | DateTimeException e) {
            return EventMessage.unknown(id, shown(kind));
        }
    }

    /** Longer than a UUID is no id of theirs, and not worth remembering. */
    private static String id(JsonNode event) {
        String id = event.path("id").asText("");
        return id.length() > MAX_ID ? "" : id;
    }

    private static List<AwsEvent> events(String kind, JsonNode event, Instant receivedAt) {
        Instant at = Instant.parse(event.path("time").asText(""));
        JsonNode detail = event.path("detail");
        return switch (kind) {
            case "aws.ec2/EC2 Spot Instance Interruption Warning" ->
                    List.of(reclaiming(detail, at, receivedAt));
            case "aws.ec2/EC2 Instance Rebalance Recommendation" ->
                    List.of(new AtRisk(instanceId(detail), at));
            case "aws.ec2/EC2 Instance State-change Notification" ->
                    List.of(new Changed(instanceId(detail), state(detail), at));
            case "aws.health/AWS Health Event" -> health(detail, at);
            default -> throw new IllegalArgumentException("unknown kind");
        };
    }

    /** A hibernation begins with its notice; anything else leaves the usual time. */
    private static AwsEvent reclaiming(JsonNode detail, Instant at, Instant receivedAt) {
        boolean isAtOnce = detail.path("instance-action").asText("").equals("hibernate");
        Instant deadline = isAtOnce ? at : at.plus(NOTICE);
        return new Reclaiming(
                new Notice(instanceId(detail), Notice.Source.CLOUD_EVENT, receivedAt, deadline),
                at);
    }

    /**
     * Scheduled changes of EC2, such as a retirement, come days ahead: a raised risk, not a notice.
     * Any other health event is known, and says nothing of an instance.
     */
    private static List<AwsEvent> health(JsonNode detail, Instant at) {
        List<AwsEvent> events = new ArrayList<>();
        boolean isChange =
                detail.path("service").asText("").equals("EC2")
                        && detail.path("eventTypeCategory").asText("").equals("scheduledChange");
        if (isChange) {
            for (JsonNode entity : detail.path("affectedEntities")) {
                String id = entity.path("entityValue").asText("");
                if (INSTANCE_ID.matcher(id).matches()) {
                    events.add(new AtRisk(id, at));
                }
            }
        }
        return events;
    }

    private static String instanceId(JsonNode detail) {
        String id = detail.path("instance-id").asText("");
        if (!INSTANCE_ID.matcher(id).matches()) {
            throw new IllegalArgumentException("no instance id");
        }
        return id;
    }

    private static State state(JsonNode detail) {
        String state = detail.path("state").asText("");
        return State.valueOf(state.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static String shown(String kind) {
        String words = KIND.matcher(kind).replaceAll("?");
        return words.length() > MAX_KIND ? words.substring(0, MAX_KIND) : words;
    }
}
