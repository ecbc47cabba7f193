package io.spotagents.provider.local;

import io.spotagents.model.OperatingSystem;
import io.spotagents.model.Place;
import io.spotagents.model.Pool;
import io.spotagents.model.Purchase;
import io.spotagents.model.TemplateKey;
import io.spotagents.provider.Instance;
import io.spotagents.provider.InstanceState;
import io.spotagents.provider.Owner;
import java.time.Instant;
import java.util.Properties;
import java.util.UUID;

/**
 * What is the same for all instances of a launch, as it stands in the directory of each.
 *
 * @param launchedAt when the launch was granted
 */
record InstanceTags(Owner owner, Pool pool, Instant launchedAt) {

    Instance instance(String id, InstanceState state) {
        return new Instance(id, pool, owner, state, launchedAt);
    }

    void writeTo(Properties properties) {
        properties.setProperty("controller", owner.controller().toString());
        properties.setProperty("cloud", owner.template().cloud());
        properties.setProperty("template", owner.template().template());
        properties.setProperty("intent", owner.intent().toString());
        properties.setProperty("provider", pool.place().provider());
        properties.setProperty("account", pool.place().account());
        properties.setProperty("region", pool.place().region());
        properties.setProperty("zone", pool.place().zone());
        properties.setProperty("machineType", pool.machineType());
        properties.setProperty("os", pool.os().name());
        properties.setProperty("purchase", pool.purchase().name());
        properties.setProperty("launchedAt", launchedAt.toString());
    }

    static InstanceTags readFrom(Properties properties) {
        TemplateKey template =
                new TemplateKey(text(properties, "cloud"), text(properties, "template"));
        Owner owner =
                new Owner(
                        UUID.fromString(text(properties, "controller")),
                        template,
                        UUID.fromString(text(properties, "intent")));
        Place place =
                new Place(
                        text(properties, "provider"),
                        text(properties, "account"),
                        text(properties, "region"),
                        text(properties, "zone"));
        Pool pool =
                new Pool(
                        place,
                        text(properties, "machineType"),
                        OperatingSystem.valueOf(text(properties, "os")),
                        Purchase.valueOf(text(properties, "purchase")));
        return new InstanceTags(owner, pool, Instant.parse(text(properties, "launchedAt")));
    }

    private static String text(Properties properties, String key) {
        return properties.getProperty(key, "");
    }
}
