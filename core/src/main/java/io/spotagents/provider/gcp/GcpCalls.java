package io.spotagents.provider.gcp;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.googleapis.services.AbstractGoogleClientRequest;
import com.google.api.client.http.HttpBackOffIOExceptionHandler;
import com.google.api.client.http.HttpBackOffUnsuccessfulResponseHandler;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpUnsuccessfulResponseHandler;
import com.google.api.client.util.ExponentialBackOff;
import io.spotagents.provider.ProviderException;
import io.spotagents.provider.cloud.AccountTroubles;
import io.spotagents.provider.cloud.CallCount;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sends requests, counts them, and reads what their failures call for. Safe for any thread. */
final class GcpCalls {

    private static final Logger LOGGER = Logger.getLogger(GcpCalls.class.getName());

    /** What lists may take; the client's own limit is 20 s, and has no end over its attempts. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private static final int ATTEMPTS = 3;
    private static final int FIRST_WAIT_MILLIS = 200;
    private static final int LONGEST_WAIT_MILLIS = 5_000;

    private final CallCount count;
    private final InstantSource time;
    private final AccountTroubles troubles = new AccountTroubles();

    GcpCalls(CallCount count, InstantSource time) {
        this.count = count;
        this.time = time;
    }

    /** What calls could not read that all works without. */
    AccountTroubles troubles() {
        return troubles;
    }

    /** Makes a request; the client checks its path parameters while it does. */
    interface Making<T> {
        AbstractGoogleClientRequest<T> request() throws IOException;
    }

    /** Sent up to three times, while the service fails or its replies get lost. */
    <T> T repeated(String method, Making<T> making) throws ProviderException {
        return send(method, making, ATTEMPTS, ANSWER);
    }

    /** Sent once. */
    <T> T once(String method, Making<T> making) throws ProviderException {
        return send(method, making, 1, ANSWER);
    }

    /** Sent once, and waited for so long. */
    <T> T once(String method, Making<T> making, Duration patience) throws ProviderException {
        return send(method, making, 1, patience);
    }

    private <T> T send(String method, Making<T> making, int attempts, Duration patience)
            throws ProviderException {
        AbstractGoogleClientRequest<T> request;
        HttpRequest http;
        try {
            request = making.request();
            http = request.buildHttpRequest();
        } catch (IOException e) {
            throw new ProviderException(GceRefusals.ofCredentials(method, e), e);
        } catch (IllegalArgumentException e) {
            throw new ProviderException(GceRefusals.ofParameter(method, e), e);
        }
        http.setReadTimeout(Math.toIntExact(patience.toMillis()));
        http.setInterceptor(sent -> count.sent(method));
        http.setThrowExceptionOnExecuteError(false);
        http.setNumberOfRetries(attempts - 1);
        HttpUnsuccessfulResponseHandler renewing = renewing(http.getUnsuccessfulResponseHandler());
        http.setUnsuccessfulResponseHandler(renewing);
        if (attempts > 1) {
            http.setIOExceptionHandler(new HttpBackOffIOExceptionHandler(backOff()));
            http.setUnsuccessfulResponseHandler(either(renewing, onServerError()));
        }
        try {
            return answer(request, http.execute());
        } catch (IOException e) {
            throw new ProviderException(GceRefusals.of(method, e, time.instant()), e);
        }
    }

    private static <T> T answer(AbstractGoogleClientRequest<T> request, HttpResponse response)
            throws IOException {
        try {
            if (!response.isSuccessStatusCode()) {
                throw GoogleJsonResponseException.from(GcpClients.JSON, response);
            }
            return response.parseAs(request.getResponseClass());
        } finally {
            response.disconnect();
        }
    }

    /** Renews a token that was refused; one that was given as it is stays refused. */
    private static HttpUnsuccessfulResponseHandler renewing(
            HttpUnsuccessfulResponseHandler credentials) {
        return (request, response, mayRepeat) -> {
            try {
                return credentials.handleResponse(request, response, mayRepeat);
            } catch (IllegalStateException e) {
                LOGGER.log(Level.FINE, "The source's token cannot be renewed", e);
                return false;
            }
        };
    }

    private static HttpUnsuccessfulResponseHandler either(
            HttpUnsuccessfulResponseHandler first, HttpUnsuccessfulResponseHandler second) {
        return (request, response, mayRepeat) ->
                first.handleResponse(request, response, mayRepeat)
                        || second.handleResponse(request, response, mayRepeat);
    }

    /** Not when it is throttled: that ends with the minute, and hammering makes it no better. */
    private static HttpUnsuccessfulResponseHandler onServerError() {
        return new HttpBackOffUnsuccessfulResponseHandler(backOff())
                .setBackOffRequired(
                        HttpBackOffUnsuccessfulResponseHandler.BackOffRequired.ON_SERVER_ERROR);
    }

    private static ExponentialBackOff backOff() {
        return new ExponentialBackOff.Builder()
                .setInitialIntervalMillis(FIRST_WAIT_MILLIS)
                .setMaxIntervalMillis(LONGEST_WAIT_MILLIS)
                .build();
    }
}
