package io.spotagents.portfolio;

import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/** The same sharing of pools, put to a general solver: slow, and right for reasons of its own. */
public final class LinearProgram {

    /** Above all costs, so that as many instances as possible are placed. */
    static final double USD_FOR_EACH_UNMET = 1000;

    private LinearProgram() {}

    /**
     * Total cost at the optimum, in dollars a unit summed over instances, with {@link
     * #USD_FOR_EACH_UNMET}.
     */
    public static double optimum(PoolColumns pools, Classes classes) {
        ExpressionsBasedModel model = new ExpressionsBasedModel();
        Expression[] caps = new Expression[pools.size()];
        for (int row = 0; row < caps.length; row++) {
            caps[row] = model.addExpression("cap " + row).upper(pools.cap[row]);
        }
        for (int each = 0; each < classes.wanted().length; each++) {
            Expression wanted = model.addExpression("wanted " + each).level(classes.wanted()[each]);
            Variable unmet = model.addVariable("unmet " + each).lower(0);
            wanted.set(unmet.weight(USD_FOR_EACH_UNMET), 1);
            for (int row = 0; row < caps.length; row++) {
                double cost = classes.costs()[each][row];
                if (cost < Double.POSITIVE_INFINITY) {
                    Variable count = model.addVariable(each + "/" + row).lower(0).weight(cost);
                    caps[row].set(count, 1);
                    wanted.set(count, 1);
                }
            }
        }
        Optimisation.Result result = model.minimise();
        if (!result.getState().isOptimal()) {
            throw new IllegalStateException("no optimum found: " + result.getState());
        }
        return result.getValue();
    }
}
