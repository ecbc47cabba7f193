package io.jenkins.plugins.spotagents.cloud;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.spotagents.selection.Egress;
import io.spotagents.selection.Need;
import io.spotagents.selection.Regions;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The data of a template's work: where it may be, and how much of it is sent elsewhere. */
public final class WorkData implements Describable<WorkData> {

    private static final double MOST_GIB = 1e6;
    private static final double MOST_USD = 1e3;

    private String regions = "";
    private String gibPerHour = "";

    @DataBoundConstructor
    public WorkData() {
        // all by setters, as each can be left out
    }

    /** Names of the regions that work may be done in, such as {@code eu-*}; empty is any. */
    public String getRegions() {
        return regions;
    }

    @DataBoundSetter
    public void setRegions(@CheckForNull String regions) {
        this.regions = Rules.trimmed(regions);
    }

    /** GiB that an hour of work sends out of its region; empty is none that matters. */
    public String getGibPerHour() {
        return gibPerHour;
    }

    @DataBoundSetter
    public void setGibPerHour(@CheckForNull String gibPerHour) {
        this.gibPerHour = Rules.trimmed(gibPerHour);
    }

    /**
     * What work needs, with what its data asks for. Only if there are no {@link #problems}.
     *
     * @param usdPerGib what sending costs, by region
     */
    Need of(Need need, SortedMap<String, Double> usdPerGib) {
        double sent = gibPerHour.isEmpty() ? 0 : Double.parseDouble(gibPerHour);
        Egress egress = sent == 0 ? Egress.NONE : Egress.of(sent, usdPerGib);
        return need.within(toRegions()).with(egress);
    }

    private Regions toRegions() {
        return new Regions(new TreeSet<>(Rules.words(regions)));
    }

    List<String> problems() {
        return Stream.of(Rules.said(Messages.WorkData_Regions(), this::toRegions), sentProblem())
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<String> sentProblem() {
        return gibPerHour.isEmpty() || amount(gibPerHour, MOST_GIB).isPresent()
                ? Optional.empty()
                : Optional.of(Messages.WorkData_GibPerHourBad(gibPerHour));
    }

    /**
     * Prices of lines such as {@code eu-central-1=0.02}.
     *
     * @throws IllegalArgumentException if a line is none
     */
    static SortedMap<String, Double> usdPerGib(String lines) {
        SortedMap<String, Double> prices = new TreeMap<>();
        Rules.pairs(lines)
                .forEach(
                        (region, price) ->
                                prices.put(
                                        region,
                                        amount(price, MOST_USD)
                                                .orElseThrow(
                                                        () ->
                                                                new IllegalArgumentException(
                                                                        Messages
                                                                                .SpotCloud_EgressPriceBad(
                                                                                        region,
                                                                                        price)))));
        return prices;
    }

    private static Optional<Double> amount(String text, double most) {
        try {
            return Optional.of(Double.valueOf(text)).filter(one -> one >= 0 && one <= most);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A file edited by hand may lack what a constructor would have set. */
    private Object readResolve() {
        setRegions(regions);
        setGibPerHour(gibPerHour);
        return this;
    }

    /** Descriptor of the data of work. */
    @Extension
    @Symbol("workData")
    public static final class DescriptorImpl extends Descriptor<WorkData> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.WorkData_DisplayName();
        }

        @POST
        public FormValidation doCheckRegions(@QueryParameter String value) {
            Rules.checkPermission();
            WorkData typed = new WorkData();
            typed.setRegions(value);
            return Rules.shown(typed.problems().stream().findFirst());
        }

        @POST
        public FormValidation doCheckGibPerHour(@QueryParameter String value) {
            Rules.checkPermission();
            WorkData typed = new WorkData();
            typed.setGibPerHour(value);
            return Rules.shown(typed.problems().stream().findFirst());
        }
    }
}
