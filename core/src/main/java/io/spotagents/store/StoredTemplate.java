package io.spotagents.store;

import io.spotagents.model.TemplateKey;

/** On-disk form of a {@link TemplateKey}; its JSON text is also the key of a template's total. */
record StoredTemplate(String cloud, String template) {

    static StoredTemplate of(TemplateKey key) {
        return new StoredTemplate(key.cloud(), key.template());
    }

    TemplateKey toKey() {
        return new TemplateKey(cloud, template);
    }
}
