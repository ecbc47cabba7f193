package io.jenkins.plugins.spotagents.ui;

import io.spotagents.fleet.ReadyStanding;

/** What one template keeps ready, as the page of its cloud shows it. */
public final class ReadyRow {

    private final ReadyStanding standing;

    ReadyRow(ReadyStanding standing) {
        this.standing = standing;
    }

    public String getTemplate() {
        return standing.template().template();
    }

    /** Agents that are idle and connected. */
    public int getThere() {
        return standing.there();
    }

    /** Agents to keep ready, as far as the budgets allow. */
    public int getWanted() {
        return standing.wanted();
    }

    public int getScheduled() {
        return standing.scheduled();
    }

    public int getRecent() {
        return standing.recent();
    }
}
