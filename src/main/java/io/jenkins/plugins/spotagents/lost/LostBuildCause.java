package io.jenkins.plugins.spotagents.lost;

import hudson.model.Cause;
import java.util.Objects;

/** Why a build runs that nobody started: an earlier one was lost with its agent. */
public final class LostBuildCause extends Cause {
    private final String build;
    private final String agent;
    private final String why;

    LostBuildCause(String build, String agent, String why) {
        this.build = build;
        this.agent = agent;
        this.why = why;
    }

    @Override
    public String getShortDescription() {
        return Messages.LostBuildCause_Description(build, agent, why);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LostBuildCause cause
                && cause.build.equals(build)
                && cause.agent.equals(agent)
                && cause.why.equals(why);
    }

    @Override
    public int hashCode() {
        return Objects.hash(build, agent, why);
    }
}
