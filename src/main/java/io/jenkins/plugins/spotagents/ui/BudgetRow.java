package io.jenkins.plugins.spotagents.ui;

import io.spotagents.fleet.BudgetStanding;

/** One budget, as the page of its cloud shows it. */
public final class BudgetRow {

    private final BudgetStanding standing;

    BudgetRow(BudgetStanding standing) {
        this.standing = standing;
    }

    /** The template that it limits; empty text if it limits all of the cloud. */
    public String getTemplate() {
        return standing.scope().template().orElse("");
    }

    public String getLimit() {
        return standing.budget().limit().toString();
    }

    public String getSpent() {
        return CloudFleet.shown(standing.forecast().spent());
    }

    /** What the month will have cost if nothing new is launched. */
    public String getForecast() {
        return CloudFleet.shown(standing.forecast().total());
    }

    /** What follows from how it stands. */
    public String getStage() {
        return switch (standing.stage()) {
            case NORMAL -> Messages.BudgetRow_Normal();
            case CHEAPER -> Messages.BudgetRow_Cheaper();
            case NOTHING_NEW -> Messages.BudgetRow_NothingNew();
            case SPENT ->
                    switch (standing.budget().atLimit()) {
                        case FINISH -> Messages.BudgetRow_Finish();
                        case STOP -> Messages.BudgetRow_Stop();
                    };
        };
    }

    /** Whether work waits for it. */
    public boolean isHolding() {
        return !standing.stage().admitsNew();
    }

    public String getSentence() {
        return standing.sentence();
    }
}
