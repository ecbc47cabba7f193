package io.spotagents.pictures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;

/** Charts that look alike and can be read on white and on black. */
final class Paper {

    static final Color BLUE = new Color(0x2f81f7);
    static final Color ORANGE = new Color(0xdb6d28);
    static final Color GRAY = new Color(0x8b949e);
    static final Color RED = new Color(0xe5534b);
    static final Color PURPLE = new Color(0xa371f7);
    static final List<Color> POOLS =
            List.of(
                    new Color(0x2f81f7),
                    new Color(0x6cb6ff),
                    new Color(0x1a56b0),
                    new Color(0x2da44e),
                    new Color(0x7ee787),
                    new Color(0x1a6b33),
                    new Color(0xbf8700),
                    new Color(0xeac54f),
                    new Color(0x8a6100));

    /** Replaced by what the reader's theme writes with. */
    static final Color INK = new Color(1, 2, 3);

    private static final Color GRID = new Color(4, 5, 6);
    private static final Color NOTHING = new Color(0, 0, 0, 0);
    private static final String STYLE =
            "<style>svg{--ink:#24292f;--grid:#d0d7de}"
                    + "@media (prefers-color-scheme: dark){svg{--ink:#e6edf3;--grid:#30363d}}"
                    + "</style>";

    private Paper() {}

    static XYChart chart(String x, String y) {
        XYChart chart =
                new XYChartBuilder().width(860).height(420).xAxisTitle(x).yAxisTitle(y).build();
        XYStyler style = chart.getStyler();
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
        style.setBaseFont(font);
        style.setAxisTitleFont(font);
        style.setAxisTickLabelsFont(font);
        style.setLegendFont(font);
        style.setAnnotationTextFont(font);
        style.setAnnotationTextFontColor(INK);
        style.setChartFontColor(INK);
        style.setAxisTickLabelsColor(INK);
        style.setXAxisTitleColor(INK);
        style.setYAxisTitleColor(INK);
        style.setAxisTickMarksColor(GRID);
        style.setPlotGridLinesColor(GRID);
        style.setPlotGridLinesStroke(new BasicStroke(1));
        style.setPlotBorderVisible(false);
        style.setChartBackgroundColor(NOTHING);
        style.setPlotBackgroundColor(NOTHING);
        style.setLegendBackgroundColor(NOTHING);
        style.setLegendBorderColor(NOTHING);
        style.setLegendPosition(Styler.LegendPosition.OutsideE);
        style.setLocale(Locale.ROOT);
        return chart;
    }

    static BasicStroke thick() {
        return new BasicStroke(2.5f);
    }

    /** As text that differs only where the chart does. */
    static void write(XYChart chart, Path file, String title) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
        String svg =
                bytes.toString(StandardCharsets.UTF_8)
                        .replace("rgb(1,2,3)", "var(--ink)")
                        .replace("#010203", "var(--ink)")
                        .replace("rgb(4,5,6)", "var(--grid)")
                        .replace("#040506", "var(--grid)")
                        .replaceAll("clip\\d+", "plot")
                        .replaceAll("(\\d\\.\\d)\\d+", "$1")
                        .replaceFirst("(<svg[^>]*>)", "$1<title>" + title + "</title>" + STYLE);
        Files.writeString(file, svg);
    }
}
