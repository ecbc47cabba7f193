package io.spotagents.provider;

import io.spotagents.model.TemplateKey;
import java.util.UUID;

/**
 * Whose instance it is, as written in the instance's tags, so that nobody ends what is not theirs.
 *
 * @param controller id of the controller that asked for it; a copied home directory has the same
 * @param template the template it was launched for
 * @param intent token of the launch that made it
 */
public record Owner(UUID controller, TemplateKey template, UUID intent) {}
