package io.spotagents.provider.gcp;

import com.google.api.services.compute.Compute;
import com.google.api.services.compute.model.Operation;
import com.google.api.services.compute.model.OperationList;
import io.spotagents.provider.ProviderException;
import io.spotagents.reclaim.Notice;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What was taken back, as the operations of a zone tell: a second source beside the instances' own
 * metadata. One call for each zone. Source: "Preemption process", Compute Engine documentation.
 */
final class Preemptions {

    /** Between the signal and the end of the instance; best effort. */
    private static final Duration NOTICE = Duration.ofSeconds(30);

    private static final String FILTER = "operationType = \"compute.instances.preempted\"";
    private static final long IN_PAGE = 500;

    private final Compute compute;
    private final GcpCalls calls;
    private final String project;
    private final InstantSource time;

    Preemptions(Compute compute, GcpCalls calls, String project, InstantSource time) {
        this.compute = compute;
        this.calls = calls;
        this.project = project;
        this.time = time;
    }

    /** Those in a zone that began after a moment, of whatever owner. */
    List<Notice> since(Instant moment, String zone) throws ProviderException {
        List<Notice> notices = new ArrayList<>();
        String page = null;
        do {
            String token = page;
            OperationList told =
                    calls.repeated(
                            "zoneOperations.list",
                            () ->
                                    compute.zoneOperations()
                                            .list(project, zone)
                                            .setFilter(FILTER)
                                            .setMaxResults(IN_PAGE)
                                            .setPageToken(token));
            for (Operation one : Urls.orNone(told.getItems())) {
                Instant at = OffsetDateTime.parse(one.getInsertTime()).toInstant();
                if (at.isAfter(moment) && one.getTargetId() != null) {
                    notices.add(notice(zone, one, at));
                }
            }
            page = told.getNextPageToken();
        } while (page != null);
        return notices;
    }

    private Notice notice(String zone, Operation one, Instant at) {
        return new Notice(
                new InstanceKey(zone, one.getTargetId().toString()).id(),
                Notice.Source.CLOUD_EVENT,
                time.instant(),
                at.plus(NOTICE));
    }
}
