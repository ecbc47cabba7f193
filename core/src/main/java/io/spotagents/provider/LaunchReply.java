package io.spotagents.provider;

import java.util.List;

/** What a launch brought: instances and refusals, both at once being normal. */
public record LaunchReply(List<Instance> instances, List<Refusal> refusals) {
    public LaunchReply {
        instances = List.copyOf(instances);
        refusals = List.copyOf(refusals);
    }

    public static LaunchReply refused(Refusal refusal) {
        return new LaunchReply(List.of(), List.of(refusal));
    }
}
