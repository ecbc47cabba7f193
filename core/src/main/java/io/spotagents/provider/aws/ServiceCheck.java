package io.spotagents.provider.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.Refusal;
import io.spotagents.provider.aws.ConnectionCheck.Outcome;
import io.spotagents.provider.aws.ConnectionCheck.Result;
import io.spotagents.provider.cloud.Cached;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The part of the {@link ConnectionCheck} that asks services other than EC2. They know no dry runs,
 * so they are asked for the least: a message that is read stays in its queue, and none is deleted.
 */
final class ServiceCheck {

    private static final String PLAN_RATES = "savingsplans:DescribeSavingsPlanRates";

    /** SQS looks at the permission first, and then at what is to be deleted. */
    // Source: Amazon SQS API Reference, DeleteMessage, errors.
    private static final String NO_SUCH_RECEIPT = "ReceiptHandleIsInvalid";

    private final AwsClients clients;
    private final AwsSettings settings;
    private final List<Result> results = new ArrayList<>();

    ServiceCheck(AwsClients clients, AwsSettings settings) {
        this.clients = clients;
        this.settings = settings;
    }

    /** Whether the credentials are any. */
    static Result credentials(AwsClients clients) {
        String action = "sts:GetCallerIdentity";
        return tried(
                action,
                "everything: these are the account's credentials",
                () -> Ec2Refusals.asking(action, () -> clients.sts().getCallerIdentity(r -> {})));
    }

    List<Result> run(Optional<URI> eventQueue) {
        String region = settings.region();
        ObjectNode product = SignedCalls.question().put("ServiceCode", "AmazonEC2");
        read(
                SignedService.pricing(region),
                "GetProducts",
                product.put("MaxResults", 1),
                "on-demand prices");
        ObjectNode quota = SignedCalls.question().put("ServiceCode", "ec2");
        read(
                SignedService.quotas(region),
                "ListServiceQuotas",
                quota.put("MaxResults", 1),
                "planning within quotas");
        savingsPlans();
        settings.images().stream()
                .filter(image -> image.by() == ImageChoice.By.PARAMETER)
                .findFirst()
                .ifPresent(image -> parameter(image.text()));
        eventQueue.ifPresent(queue -> queue(queue.toString()));
        return results;
    }

    /** Rates are those of a plan, so a plan is needed to try it on. */
    private void savingsPlans() {
        String needed = "using savings plans first";
        ObjectNode question = SignedCalls.question().put("maxResults", 1);
        SignedService service = SignedService.savingsPlans();
        List<String> plans = new ArrayList<>();
        results.add(
                tried(
                        "savingsplans:DescribeSavingsPlans",
                        needed,
                        () -> {
                            JsonNode answer =
                                    clients.signed().ask(service, "DescribeSavingsPlans", question);
                            answer.path("savingsPlans")
                                    .forEach(one -> plans.add(one.path("savingsPlanId").asText()));
                            return answer;
                        }));
        if (plans.isEmpty()) {
            String why = "there is no savings plan to try it on";
            results.add(new Result(PLAN_RATES, Outcome.NOT_CHECKED, why, needed));
        } else {
            ObjectNode rates = SignedCalls.question().put("savingsPlanId", plans.get(0));
            read(service, "DescribeSavingsPlanRates", rates.put("maxResults", 1), needed);
        }
    }

    private void parameter(String name) {
        String action = "ssm:GetParameter";
        results.add(
                tried(
                        action,
                        "the image named by " + name,
                        () ->
                                Ec2Refusals.asking(
                                        action,
                                        () -> clients.ssm().getParameter(r -> r.name(name)))));
    }

    private void queue(String address) {
        String needed = "the queue of events";
        SignedService service = SignedService.queues(settings.region());
        ObjectNode receive = SignedCalls.question().put("QueueUrl", address);
        receive.put("MaxNumberOfMessages", 1).put("WaitTimeSeconds", 0).put("VisibilityTimeout", 0);
        read(service, "ReceiveMessage", receive, needed);
        ObjectNode delete = SignedCalls.question().put("QueueUrl", address);
        delete.putArray("Entries").addObject().put("Id", "check").put("ReceiptHandle", "none");
        results.add(
                tried(
                        "sqs:DeleteMessage",
                        needed,
                        () ->
                                deleteNothing(
                                        () ->
                                                clients.signed()
                                                        .ask(
                                                                service,
                                                                "DeleteMessageBatch",
                                                                delete))));
    }

    private static boolean deleteNothing(Cached.Reading<JsonNode> call) throws ProviderException {
        try {
            call.read();
            return true;
        } catch (ProviderException e) {
            if (e.getCause() instanceof AwsServiceException told
                    && Ec2Refusals.code(told).equals(NO_SUCH_RECEIPT)) {
                return true;
            }
            throw e;
        }
    }

    private void read(SignedService service, String action, ObjectNode question, String needed) {
        results.add(
                tried(
                        service.name() + ":" + action,
                        needed,
                        () -> clients.signed().ask(service, action, question)));
    }

    private static Result tried(String action, String needed, Cached.Reading<?> reading) {
        try {
            reading.read();
            return new Result(action, Outcome.OK, "", needed);
        } catch (ProviderException e) {
            boolean isMissing = e.refusal().kind() == Refusal.Kind.NOT_ALLOWED;
            return new Result(
                    action,
                    isMissing ? Outcome.MISSING : Outcome.NOT_CHECKED,
                    e.refusal().message(),
                    needed);
        }
    }
}
