package io.spotagents.provider.aws;

import java.util.Collection;
import java.util.function.BiConsumer;

/** Writes the XML of answers. */
final class Ec2Xml {

    private final StringBuilder text = new StringBuilder();

    Ec2Xml with(String name, Object value) {
        text.append('<').append(name).append('>');
        text.append(String.valueOf(value).replace("&", "&amp;").replace("<", "&lt;"));
        text.append("</").append(name).append('>');
        return this;
    }

    Ec2Xml with(String name, Ec2Xml inner) {
        text.append('<').append(name).append('>').append(inner.text);
        text.append("</").append(name).append('>');
        return this;
    }

    /** A list, each item written by {@code each}. */
    <T> Ec2Xml list(String name, Collection<T> items, BiConsumer<Ec2Xml, T> each) {
        Ec2Xml list = new Ec2Xml();
        for (T item : items) {
            Ec2Xml one = new Ec2Xml();
            each.accept(one, item);
            list.with("item", one);
        }
        return with(name, list);
    }

    /** A list of plain values. */
    Ec2Xml values(String name, Collection<String> values) {
        Ec2Xml list = new Ec2Xml();
        values.forEach(value -> list.with("item", value));
        return with(name, list);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
