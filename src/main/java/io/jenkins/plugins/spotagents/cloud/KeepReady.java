package io.jenkins.plugins.spotagents.cloud;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.spotagents.ready.ReadyTerms;
import io.spotagents.ready.Schedule;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** How many agents of a template are kept ready for work that has not come yet; as a rule none. */
public final class KeepReady implements Describable<KeepReady> {

    /** Morning and lunch are not the same day's load, an hour is too short to tell. */
    public static final int DEFAULT_HOURS = 2;

    /** After a large run, so many stand idle at most. */
    public static final int DEFAULT_MOST = 5;

    private static final int MOST_SHARE = 99;
    private static final int MOST_HOURS = (int) ReadyTerms.LONGEST.toHours();
    private static final double PERCENT = 100;

    private String schedule = "";
    private int share;
    private int hours = DEFAULT_HOURS;
    private int most = DEFAULT_MOST;

    @DataBoundConstructor
    public KeepReady() {
        // all by setters, as each can be left out
    }

    /** Lines such as {@code Mon-Fri 07:30-18:00 5}; empty is at no time. */
    public String getSchedule() {
        return schedule;
    }

    @DataBoundSetter
    public void setSchedule(@CheckForNull String schedule) {
        this.schedule = Rules.trimmed(schedule);
    }

    /** Percent of new work that should find an agent ready, by what came lately; 0 is none. */
    public int getShare() {
        return share;
    }

    @DataBoundSetter
    public void setShare(int share) {
        this.share = share;
    }

    /** How far back recent demand is looked at. */
    public int getHours() {
        return hours;
    }

    @DataBoundSetter
    public void setHours(int hours) {
        this.hours = hours;
    }

    /** Most agents that recent demand alone keeps ready. */
    public int getMost() {
        return most;
    }

    @DataBoundSetter
    public void setMost(int most) {
        this.most = most;
    }

    /** As the core knows it. Only if there are no {@link #problems}. */
    ReadyTerms toTerms() {
        if (schedule.isEmpty() && share == 0) {
            return ReadyTerms.NONE;
        }
        return new ReadyTerms(toSchedule(), share / PERCENT, Duration.ofHours(hours), most);
    }

    private Schedule toSchedule() {
        return Schedule.parse(schedule, ZoneId.systemDefault());
    }

    List<String> problems() {
        return Stream.of(
                        Rules.said(Messages.KeepReady_Schedule(), this::toSchedule),
                        shareProblem(share),
                        hoursProblem(hours),
                        mostProblem(most))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> shareProblem(int share) {
        return Rules.within(0, MOST_SHARE, share, Messages::KeepReady_ShareOutOfBounds);
    }

    private static Optional<String> hoursProblem(int hours) {
        return Rules.within(1, MOST_HOURS, hours, Messages::KeepReady_HoursOutOfBounds);
    }

    private static Optional<String> mostProblem(int most) {
        return Rules.within(0, Integer.MAX_VALUE, most, Messages::KeepReady_MostNegative);
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        setSchedule(schedule);
        return this;
    }

    /** Descriptor of what is kept ready. */
    @Extension
    @Symbol("keepReady")
    public static final class DescriptorImpl extends Descriptor<KeepReady> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.KeepReady_DisplayName();
        }

        @POST
        public FormValidation doCheckSchedule(@QueryParameter String value) {
            Rules.checkPermission();
            KeepReady typed = new KeepReady();
            typed.setSchedule(value);
            return Rules.shown(typed.problems().stream().findFirst());
        }

        @POST
        public FormValidation doCheckShare(@QueryParameter String value) {
            Rules.checkPermission();
            return Rules.shownNumber(value, KeepReady::shareProblem);
        }

        @POST
        public FormValidation doCheckHours(@QueryParameter String value) {
            Rules.checkPermission();
            return Rules.shownNumber(value, KeepReady::hoursProblem);
        }

        @POST
        public FormValidation doCheckMost(@QueryParameter String value) {
            Rules.checkPermission();
            return Rules.shownNumber(value, KeepReady::mostProblem);
        }
    }
}
