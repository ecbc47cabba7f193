package io.spotagents.enrolment;

import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * What an instance sends to enroll: a JSON object, described in {@code docs/enrolment.md}. Nothing
 * in it is proven yet.
 *
 * @param controller id of the controller that the instance believes to belong to
 * @param intent token of the launch that it believes to come from; empty where launches share what
 *     their instances are told
 * @param provider short name of its provider
 */
record EnrolmentRequest(UUID controller, Optional<UUID> intent, String provider, Proof proof) {

    /**
     * One of the two.
     *
     * @param document signed by the cloud
     * @param told the instance's own word, and the secret from its user data
     */
    record Proof(Optional<SignedDocument> document, Optional<Told> told) {}

    /** The instance's own word, believed as far as its secret goes. */
    record Told(Identity identity, String secret) {
        @Override
        public String toString() {
            return "Told by " + identity;
        }
    }

    /**
     * @throws RefusedException as {@code MALFORMED} if it cannot be understood
     */
    static EnrolmentRequest parse(byte[] body) throws RefusedException {
        StrictJson json = StrictJson.read(body);
        try {
            String provider = json.required("provider");
            Identity.requireName("provider", provider);
            UUID controller = UUID.fromString(json.required("controller"));
            Optional<UUID> intent = json.text("intent").map(UUID::fromString);
            return new EnrolmentRequest(controller, intent, provider, proof(json, provider));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    RefusedBecause.MALFORMED, "an id, a name or a base64 text is none");
        }
    }

    private static Proof proof(StrictJson json, String provider) throws RefusedException {
        if (json.text("secret").isEmpty()) {
            return new Proof(
                    Optional.of(
                            new SignedDocument(
                                    bytes(json.required("document")),
                                    bytes(json.required("signature")))),
                    Optional.empty());
        }
        Site site = new Site(provider, json.required("account"), json.required("region"));
        Identity identity = new Identity(site, json.required("instance"), Optional.empty());
        return new Proof(
                Optional.empty(), Optional.of(new Told(identity, json.required("secret"))));
    }

    /** Base64, line ends allowed: the metadata service breaks signatures into lines. */
    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    }
}
