package io.spotagents.model;

/**
 * Identity of a template: the name of its cloud and its own name within it.
 *
 * @param cloud the cloud's name, unique on a controller
 * @param template the template's name, unique within its cloud
 */
public record TemplateKey(String cloud, String template) implements Comparable<TemplateKey> {
    public TemplateKey {
        Names.required("cloud", cloud);
        Names.required("template", template);
    }

    @Override
    public int compareTo(TemplateKey other) {
        int byCloud = cloud.compareTo(other.cloud);
        return byCloud != 0 ? byCloud : template.compareTo(other.template);
    }

    @Override
    public String toString() {
        return cloud + "/" + template;
    }
}
