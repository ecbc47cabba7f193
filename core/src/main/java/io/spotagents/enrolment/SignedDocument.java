package io.spotagents.enrolment;

/**
 * What a cloud tells an instance of itself, as it was signed.
 *
 * @param document byte for byte as the cloud gave it: what is signed are bytes, not their meaning
 * @param signature over the document, in the form of the provider
 */
public record SignedDocument(byte[] document, byte[] signature) {

    /** Neither of them: both are proofs. */
    @Override
    public String toString() {
        return "SignedDocument of " + document.length + " bytes";
    }
}
