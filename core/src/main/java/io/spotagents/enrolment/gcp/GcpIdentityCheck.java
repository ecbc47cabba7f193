package io.spotagents.enrolment.gcp;

import io.spotagents.enrolment.Identity;
import io.spotagents.enrolment.IdentityCheck;
import io.spotagents.enrolment.RefusedBecause;
import io.spotagents.enrolment.RefusedException;
import io.spotagents.enrolment.SignedDocument;
import io.spotagents.enrolment.Site;
import io.spotagents.enrolment.StrictJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the identity token of a Compute Engine instance: a JSON Web Token signed with RS256, asked
 * for with {@code format=full}. In a {@link SignedDocument}, the document is the token up to its
 * last dot, and the signature what follows it, both as they stand there.
 *
 * <p>The token is made for an audience, which here names this controller, so that a token that was
 * made for somebody else proves nothing. Source: "Verify VM identity", Compute Engine
 * documentation.
 */
public final class GcpIdentityCheck implements IdentityCheck {

    private static final String PROVIDER = "gcp";
    private static final String ISSUER = "https://accounts.google.com";
    private static final String ALGORITHM = "SHA256withRSA";

    /** How far Google's clock may be ahead of ours, and how late a token may come. */
    private static final Duration SKEW = Duration.ofMinutes(2);

    private static final Pattern ZONE = Pattern.compile("([a-z]+-[a-z]+\\d+)-[a-z0-9-]+");
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,19}");

    private final GoogleKeys keys;
    private final String audience;

    /**
     * @param audience see {@link #audience}
     */
    public GcpIdentityCheck(GoogleKeys keys, String audience) {
        if (audience.isBlank()) {
            throw new IllegalArgumentException(
                    "audience must not be empty: take that of audience()");
        }
        this.keys = keys;
        this.audience = audience;
    }

    /** What instances of a controller ask their tokens for. */
    public static String audience(URI controllerUrl, UUID controller) {
        String url = controllerUrl.toString();
        return (url.endsWith("/") ? url : url + "/") + controller;
    }

    /** What a token says is looked at before its signature only to find the key. */
    @Override
    public Identity proven(SignedDocument signed, Instant now) throws RefusedException {
        String[] parts = new String(signed.document(), StandardCharsets.US_ASCII).split("\\.", -1);
        if (parts.length != 2) {
            throw new RefusedException(RefusedBecause.MALFORMED, "it is no token");
        }
        RSAPublicKey key = key(decoded(parts[0]), now);
        byte[] signature = decoded(new String(signed.signature(), StandardCharsets.US_ASCII));
        if (!isSignedBy(key, signed.document(), signature)) {
            throw new RefusedException(RefusedBecause.FORGED);
        }
        StrictJson claims = StrictJson.read(decoded(parts[1]));
        requireOurs(claims, now);
        return identity(claims);
    }

    /** No other algorithm counts, whatever the header says. */
    private RSAPublicKey key(byte[] header, Instant now) throws RefusedException {
        StrictJson read = StrictJson.read(header);
        if (!read.required("alg").equals("RS256")) {
            throw new RefusedException(RefusedBecause.FORGED, "it is not signed with RS256");
        }
        return keys.find(read.required("kid"), now)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        RefusedBecause.NO_CERTIFICATE,
                                        "no key of Google by its name"));
    }

    private void requireOurs(StrictJson claims, Instant now) throws RefusedException {
        if (!claims.required("iss").equals(ISSUER)) {
            throw new RefusedException(RefusedBecause.FORGED, "another issuer");
        }
        if (!claims.required("aud").equals(audience)) {
            throw new RefusedException(RefusedBecause.FOREIGN_CONTROLLER, "another audience");
        }
        Instant issued = seconds(claims, "iat");
        Instant expires = seconds(claims, "exp");
        if (now.isAfter(expires.plus(SKEW)) || issued.isAfter(now.plus(SKEW))) {
            throw new RefusedException(RefusedBecause.EXPIRED, "issued at " + issued);
        }
    }

    private static Identity identity(StrictJson claims) throws RefusedException {
        StrictJson engine = claims.object("google").object("compute_engine");
        String zone = engine.required("zone");
        String number = engine.required("instance_id");
        Matcher region = ZONE.matcher(zone);
        if (!region.matches() || !NUMBER.matcher(number).matches()) {
            throw new RefusedException(RefusedBecause.MALFORMED, "a name in the token is none");
        }
        Instant created = seconds(engine, "instance_creation_timestamp");
        try {
            Site site = new Site(PROVIDER, engine.required("project_id"), region.group(1));
            return new Identity(site, zone + ":" + number, Optional.of(created));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(RefusedBecause.MALFORMED, "a name in the token is none");
        }
    }

    private static Instant seconds(StrictJson object, String field) throws RefusedException {
        try {
            return Instant.ofEpochSecond(object.number(field));
        } catch (DateTimeException e) {
            throw new RefusedException(RefusedBecause.MALFORMED, "a time in the token is none");
        }
    }

    private static byte[] decoded(String text) throws RefusedException {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    RefusedBecause.MALFORMED, "a part of the token is no base64");
        }
    }

    private static boolean isSignedBy(RSAPublicKey key, byte[] document, byte[] signature) {
        try {
            Signature verifying = Signature.getInstance(ALGORITHM);
            verifying.initVerify(key);
            verifying.update(document);
            return verifying.verify(signature);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        } catch (SignatureException e) {
            return false; // of a length that no signature by this key has
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("not a key to verify by", e);
        }
    }
}
