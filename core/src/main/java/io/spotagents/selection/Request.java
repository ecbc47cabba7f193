package io.spotagents.selection;

import io.spotagents.model.TemplateKey;

/**
 * Instances wanted for one template.
 *
 * @param count instances wanted, at least 1
 */
public record Request(TemplateKey template, Need need, int count) {
    public Request {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, not " + count);
        }
    }
}
