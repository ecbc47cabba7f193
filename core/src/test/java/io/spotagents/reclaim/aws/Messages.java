package io.spotagents.reclaim.aws;

import java.time.Instant;

/** Messages in the form that EventBridge gives them. */
final class Messages {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final String INSTANCE = "i-0123456789abcdef0";

    private Messages() {}

    static String warning(String id, Instant at) {
        return message(
                id, "aws.ec2", "EC2 Spot Instance Interruption Warning", at, action("terminate"));
    }

    static String action(String action) {
        return """
        {"instance-id": "%s", "instance-action": "%s"}"""
                .formatted(INSTANCE, action);
    }

    static String rebalance(String id, Instant at) {
        return message(
                id,
                "aws.ec2",
                "EC2 Instance Rebalance Recommendation",
                at,
                "{\"instance-id\": \"" + INSTANCE + "\"}");
    }

    static String change(String id, String state, Instant at) {
        return message(
                id,
                "aws.ec2",
                "EC2 Instance State-change Notification",
                at,
                """
                {"instance-id": "%s", "state": "%s"}"""
                        .formatted(INSTANCE, state));
    }

    static String health(String service, String category) {
        String detail =
                """
                {
                  "eventArn": "arn:aws:health:eu-west-1::event/EC2/AWS_EC2/1",
                  "service": "%s",
                  "eventTypeCode": "AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED",
                  "eventTypeCategory": "%s",
                  "startTime": "Sun, 15 Mar 2026 12:00:00 GMT",
                  "eventDescription": [{"language": "en_US", "latestDescription": "text"}],
                  "affectedEntities": [
                    {"entityValue": "%s"},
                    {"entityValue": "vol-1"},
                    {"entityValue": "i-00000000000000002"}
                  ]
                }"""
                        .formatted(service, category, INSTANCE);
        return message("h", "aws.health", "AWS Health Event", NOON, detail);
    }

    static String message(String id, String source, String type, Instant at, String detail) {
        return """
        {
          "version": "0",
          "id": "%s",
          "detail-type": "%s",
          "source": "%s",
          "account": "123456789012",
          "time": "%s",
          "region": "eu-west-1",
          "resources": ["arn:aws:ec2:eu-west-1a:instance/%s"],
          "detail": %s
        }"""
                .formatted(id, type, source, at, INSTANCE, detail);
    }
}
