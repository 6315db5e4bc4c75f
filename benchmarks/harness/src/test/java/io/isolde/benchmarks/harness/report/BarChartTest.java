package io.isolde.benchmarks.harness.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.benchmarks.harness.report.BarChart.Bar;
import io.isolde.benchmarks.harness.report.BarChart.Panel;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class BarChartTest {
  private static final Bar FAST = new Bar("fast", Color.BLUE);
  private static final Bar SLOW = new Bar("slow", Color.ORANGE);

  private static BufferedImage drawn(Bar... bars) throws Exception {
    List<Panel> panels =
        List.of(
            new Panel(
                "per second", List.of(5000.0, 20.0).subList(0, bars.length), Figures::grouped),
            new Panel("latency", List.of(3.0, 4e6).subList(0, bars.length), Figures::duration));
    BarChart chart = new BarChart("title", "legend", List.of(bars), panels);
    return ImageIO.read(new ByteArrayInputStream(chart.png()));
  }

  private static long pixels(BufferedImage image, Color color) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels).filter(pixel -> pixel == color.getRGB()).count();
  }

  @Test
  void bars_areDrawnInTheirColours() throws Exception {
    BufferedImage image = drawn(FAST, SLOW);

    assertThat(pixels(image, Color.BLUE)).isGreaterThan(1000);
    assertThat(pixels(image, Color.ORANGE)).isGreaterThan(1000);
  }

  @Test
  void chart_growsWithItsBars() throws Exception {
    assertThat(drawn(FAST, SLOW).getHeight()).isGreaterThan(drawn(FAST).getHeight());
  }
}
