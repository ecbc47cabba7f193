package io.spotagents.cli;

import com.google.auth.oauth2.GoogleCredentials;
import io.spotagents.model.Offer;
import io.spotagents.model.OperatingSystem;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.CallCount;
import io.spotagents.provider.cloud.TypeFilter;
import io.spotagents.provider.gcp.GcpClients;
import io.spotagents.provider.gcp.GcpSettings;
import io.spotagents.provider.gcp.RegionOffers;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks Google Cloud for what a region offers, with the application default credentials. */
record GcpOffers(String project, String region, Set<String> families, @Nullable URI endpoint) {

    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

    List<Offer> read(OperatingSystem os, InstantSource time) {
        if (project.isBlank()) {
            throw new InputException("--project is missing; write --project my-project");
        }
        RegionOffers.Question question;
        try {
            question =
                    new RegionOffers.Question(
                            new GcpSettings.Site(project, region), TypeFilter.ALL.of(families), os);
        } catch (IllegalArgumentException e) {
            throw new InputException("--" + e.getMessage());
        }
        GcpClients.Access access =
                new GcpClients.Access(
                        Optional.ofNullable(endpoint),
                        Optional.empty(),
                        credentials(),
                        new CallCount());
        try (GcpClients clients = GcpClients.open(access)) {
            return RegionOffers.read(clients, question, time);
        } catch (ProviderException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static GoogleCredentials credentials() {
        try {
            return GoogleCredentials.getApplicationDefault().createScoped(SCOPE);
        } catch (IOException e) {
            throw new InputException(
                    "no credentials of Google Cloud: run gcloud auth application-default login, or"
                            + " let GOOGLE_APPLICATION_CREDENTIALS name a key file");
        }
    }
}
