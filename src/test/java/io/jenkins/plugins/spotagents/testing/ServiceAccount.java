package io.jenkins.plugins.spotagents.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.spotagents.provider.gcp.FakeGce;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** Keys of a service account of Google. */
final class ServiceAccount {

    private ServiceAccount() {}

    /**
     * A new one, as a key file holds it.
     *
     * @param endpoint whose tokens are asked for with it
     */
    static String key(URI endpoint) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        byte[] secret = generator.generateKeyPair().getPrivate().getEncoded();
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "service_account")
                .put("project_id", FakeGce.PROJECT)
                .put("private_key_id", "1")
                .put("private_key", pem(secret))
                .put("client_email", "jenkins@some-project.iam.gserviceaccount.com")
                .put("client_id", "1")
                .put("token_uri", endpoint + "/token")
                .toString();
    }

    private static String pem(byte[] secret) {
        String begin = "-----BEGIN PRIVATE" + " KEY-----\n";
        String end = "\n-----END PRIVATE" + " KEY-----\n";
        return begin + Base64.getMimeEncoder().encodeToString(secret) + end;
    }
}
