package io.isolde.benchmarks.sharing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Paint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.CombinedDomainCategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;

/**
 * A comparison as a chart: the throughput of each strategy, and the latency that one order in a
 * thousand exceeds, both on logarithmic scales.
 *
 * <p>Immutable.
 */
public record ComparisonChart(Results results) {
  private static final int WIDTH = 1200;
  private static final int HEIGHT_OF_TITLES = 140;
  private static final int HEIGHT_OF_A_ROW = 46;
  private static final Color RIGHT = new Color(0x00, 0x72, 0xB2);
  private static final Color WRONG = new Color(0xD5, 0x5E, 0x00);
  private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 15);

  /** The chart as a PNG file. */
  public byte[] png() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int height = HEIGHT_OF_TITLES + HEIGHT_OF_A_ROW * results.rows().size();
    try {
      ChartUtils.writeChartAsPNG(bytes, chart(), WIDTH, height);
    } catch (IOException e) {
      throw new UncheckedIOException("the chart cannot be drawn", e);
    }
    return bytes.toByteArray();
  }

  private JFreeChart chart() {
    CategoryAxis strategies = new CategoryAxis();
    strategies.setTickLabelFont(PLAIN);
    strategies.setMaximumCategoryLabelWidthRatio(0.5f);
    CombinedDomainCategoryPlot panels = new CombinedDomainCategoryPlot(strategies);
    panels.setOrientation(PlotOrientation.HORIZONTAL);
    panels.setGap(24);
    panels.add(panel("orders per second", Row::throughput, Figures::perSecond));
    panels.add(
        panel(
            "99.9 % of the orders took less than",
            row -> (double) row.latency().p999(), nanos -> Figures.time(Math.round(nanos))));
    JFreeChart chart = new JFreeChart(title(), PLAIN.deriveFont(Font.BOLD, 18f), panels, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.addSubtitle(
        new TextTitle(
            "blue: the books were right all the time;  orange: audits were wrong, or money was"
                + " lost or created",
            PLAIN));
    return chart;
  }

  private String title() {
    Load load = results.load();
    return "%s, %s, %s, %s in a transfer"
        .formatted(
            Figures.counted(load.accounts(), "account"),
            Figures.counted(load.writers(), "writer"),
            Figures.counted(load.auditors(), "auditor"),
            Figures.time(load.bodyNanos() + 1000 * load.thinkMicros()));
  }

  private CategoryPlot panel(
      String title, ToDoubleFunction<Row> figure, DoubleFunction<String> text) {
    double most = results.rows().stream().mapToDouble(figure).max().orElse(1);
    double base = base(results.rows().stream().mapToDouble(figure).min().orElse(1));
    LogAxis axis = new LogAxis(title);
    axis.setRange(base, most * Math.pow(most / base, 0.35)); // room for the last label
    axis.setTickUnit(new NumberTickUnit(1));
    axis.setTickLabelFont(PLAIN.deriveFont(13f));
    axis.setNumberFormatOverride(format(text));
    axis.setLabelFont(PLAIN);
    CategoryPlot plot = new CategoryPlot(data(title, figure), null, axis, bars(base, text));
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    plot.setRangeGridlineStroke(new BasicStroke(0.5f));
    return plot;
  }

  /** The power of ten where bars begin, so that the shortest one can be seen. */
  private static double base(double least) {
    return Math.pow(10, Math.floor(Math.log10(Math.max(least, 1) / 2)));
  }

  private DefaultCategoryDataset data(String title, ToDoubleFunction<Row> figure) {
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    results
        .rows()
        .forEach(
            row ->
                data.addValue(
                    figure.applyAsDouble(row), title, row.title() + ": " + row.strategy()));
    return data;
  }

  private BarRenderer bars(double base, DoubleFunction<String> text) {
    BarRenderer bars = new ColouredBars(results.rows());
    bars.setBase(base);
    bars.setBarPainter(new StandardBarPainter());
    bars.setShadowVisible(false);
    bars.setDefaultItemLabelsVisible(true);
    bars.setDefaultItemLabelFont(PLAIN);
    bars.setDefaultPositiveItemLabelPosition(
        new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
    bars.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator(" {2}", format(text)));
    return bars;
  }

  private static NumberFormat format(DoubleFunction<String> text) {
    return new Words(text);
  }

  /** Bars whose colour tells whether the books were right. */
  private static final class ColouredBars extends BarRenderer {
    private final List<Row> rows;

    ColouredBars(List<Row> rows) {
      this.rows = rows;
    }

    @Override
    public Paint getItemPaint(int series, int strategy) {
      return rows.get(strategy).isRight() ? RIGHT : WRONG;
    }
  }

  /** A number format that delegates to a function. */
  private static final class Words extends NumberFormat {
    private final DoubleFunction<String> text;

    Words(DoubleFunction<String> text) {
      this.text = text;
    }

    @Override
    public StringBuffer format(double number, StringBuffer target, FieldPosition position) {
      return target.append(text.apply(number));
    }

    @Override
    public StringBuffer format(long number, StringBuffer target, FieldPosition position) {
      return format((double) number, target, position);
    }

    @Override
    public Number parse(String source, ParsePosition position) {
      throw new UnsupportedOperationException("figures are written, never read");
    }
  }
}
