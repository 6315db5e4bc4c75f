package io.isolde.benchmarks.harness.report;

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
 * Panels of horizontal bars on logarithmic scales: in each panel, one figure of every variant.
 * Immutable.
 *
 * @param title what is compared
 * @param legend what the colours mean
 * @param bars the variants, from top to bottom
 * @param panels the figures, from left to right
 */
public record BarChart(String title, String legend, List<Bar> bars, List<Panel> panels) {
  private static final int WIDTH = 1200;
  private static final int TITLES_HEIGHT = 140;
  private static final int BAR_HEIGHT = 46;
  private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 15);

  /** One variant. */
  public record Bar(String label, Color color) {}

  /**
   * One figure.
   *
   * @param title names it
   * @param values positive ones, in the order of the bars
   * @param text how a value is written
   */
  public record Panel(String title, List<Double> values, DoubleFunction<String> text) {
    /** The power of ten where bars begin, so that the shortest one can be seen. */
    private double base() {
      double least = values.stream().mapToDouble(value -> value).min().orElse(1);
      return Math.pow(10, Math.floor(Math.log10(Math.max(least, 1) / 2)));
    }

    private double most() {
      return values.stream().mapToDouble(value -> value).max().orElse(1);
    }
  }

  /** The chart as a PNG file. */
  public byte[] png() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ChartUtils.writeChartAsPNG(bytes, chart(), WIDTH, TITLES_HEIGHT + BAR_HEIGHT * bars.size());
    } catch (IOException e) {
      throw new UncheckedIOException("the chart cannot be drawn", e);
    }
    return bytes.toByteArray();
  }

  private JFreeChart chart() {
    CategoryAxis labels = new CategoryAxis();
    labels.setTickLabelFont(PLAIN);
    labels.setMaximumCategoryLabelWidthRatio(0.5f);
    CombinedDomainCategoryPlot plots = new CombinedDomainCategoryPlot(labels);
    plots.setOrientation(PlotOrientation.HORIZONTAL);
    plots.setGap(24);
    panels.forEach(panel -> plots.add(plot(panel)));
    JFreeChart chart = new JFreeChart(title, PLAIN.deriveFont(Font.BOLD, 18f), plots, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.addSubtitle(new TextTitle(legend, PLAIN));
    return chart;
  }

  private CategoryPlot plot(Panel panel) {
    CategoryPlot plot = new CategoryPlot(data(panel), null, axis(panel), renderer(panel));
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    plot.setRangeGridlineStroke(new BasicStroke(0.5f));
    return plot;
  }

  private DefaultCategoryDataset data(Panel panel) {
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    for (int i = 0; i < bars.size(); i++) {
      data.addValue(panel.values().get(i), panel.title(), bars.get(i).label());
    }
    return data;
  }

  private static LogAxis axis(Panel panel) {
    LogAxis axis = new LogAxis(panel.title());
    double room = Math.pow(panel.most() / panel.base(), 0.35); // for the last label
    axis.setRange(panel.base(), panel.most() * room);
    axis.setTickUnit(new NumberTickUnit(1));
    axis.setTickLabelFont(PLAIN.deriveFont(13f));
    axis.setNumberFormatOverride(new Format(panel.text()));
    axis.setLabelFont(PLAIN);
    return axis;
  }

  private BarRenderer renderer(Panel panel) {
    BarRenderer renderer = new Renderer(bars);
    renderer.setBase(panel.base());
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setDefaultItemLabelsVisible(true);
    renderer.setDefaultItemLabelFont(PLAIN);
    renderer.setDefaultPositiveItemLabelPosition(
        new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
    renderer.setDefaultItemLabelGenerator(
        new StandardCategoryItemLabelGenerator(" {2}", new Format(panel.text())));
    return renderer;
  }

  /** Paints each bar in its own colour. */
  private static final class Renderer extends BarRenderer {
    private final transient List<Bar> bars;

    Renderer(List<Bar> bars) {
      this.bars = bars;
    }

    @Override
    public Paint getItemPaint(int series, int bar) {
      return bars.get(bar).color();
    }
  }

  /** A number format that delegates to a function. */
  private static final class Format extends NumberFormat {
    private final transient DoubleFunction<String> text;

    Format(DoubleFunction<String> text) {
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
