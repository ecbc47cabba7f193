package io.spotagents.enrolment.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keys as Google publishes them: a JSON Web Key Set (RFC 7517). Immutable. */
public final class GoogleKeySet implements GoogleKeys {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int MIN_KEY_BITS = 2048;

    private final SortedMap<String, RSAPublicKey> byName;

    private GoogleKeySet(SortedMap<String, RSAPublicKey> byName) {
        this.byName = Collections.unmodifiableSortedMap(byName);
    }

    /**
     * The RSA keys for signatures of a set; others in it are left out.
     *
     * @throws IOException if it is no key set, or holds no such key; it says what is wrong
     */
    public static GoogleKeySet parse(byte[] json) throws IOException {
        SortedMap<String, RSAPublicKey> found = new TreeMap<>();
        for (JsonNode key : MAPPER.readTree(json).path("keys")) {
            boolean isSigning =
                    key.path("kty").asText().equals("RSA")
                            && key.path("use").asText("sig").equals("sig")
                            && !key.path("kid").asText().isEmpty();
            if (isSigning) {
                found.put(key.path("kid").asText(), key(key));
            }
        }
        if (found.isEmpty()) {
            throw new IOException(
                    "no RSA key: a set of keys is read from"
                            + " https://www.googleapis.com/oauth2/v3/certs");
        }
        return new GoogleKeySet(found);
    }

    @Override
    public Optional<RSAPublicKey> find(String name, Instant now) {
        return Optional.ofNullable(byName.get(name));
    }

    private static RSAPublicKey key(JsonNode key) throws IOException {
        RSAPublicKeySpec spec = new RSAPublicKeySpec(number(key, "n"), number(key, "e"));
        if (spec.getModulus().bitLength() < MIN_KEY_BITS) {
            throw new IOException(
                    "a key of fewer than " + MIN_KEY_BITS + " bits is none of Google");
        }
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
        } catch (GeneralSecurityException e) {
            throw new IOException("a key cannot be used: " + e, e);
        }
    }

    private static BigInteger number(JsonNode key, String field) throws IOException {
        try {
            return new BigInteger(1, Base64.getUrlDecoder().decode(key.path(field).asText()));
        } catch (IllegalArgumentException e) {
            throw new IOException("a key has no readable " + field, e);
        }
    }
}
