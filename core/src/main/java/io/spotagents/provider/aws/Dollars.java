package io.spotagents.provider.aws;

import io.spotagents.model.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Prices, as AWS writes them. */
final class Dollars {

    private static final int MICROS = 6;

    private Dollars() {}

    /**
     * Dollars with any number of decimals, to the nearest millionth.
     *
     * @throws NumberFormatException if the text is no number
     */
    static Usd of(String dollars) {
        return new Usd(
                new BigDecimal(dollars)
                        .movePointRight(MICROS)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact());
    }
}
