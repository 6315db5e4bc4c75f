package io.isolde.benchmarks.harness.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.rounds.Quartiles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
  @Test
  void table_inMarkdown_saysHowItIsAligned() {
    Table plain = Table.of("a", "b");
    plain.row("1", "2");
    Table figures = Table.ofFigures("a", "b");
    figures.row("1", "2");

    assertThat(plain.markdown()).isEqualTo("| a | b |\n| --- | --- |\n| 1 | 2 |\n");
    assertThat(figures.markdown()).isEqualTo("| a | b |\n| --- | ---: |\n| 1 | 2 |\n");
    assertThat(Table.ofFiguresAlone("a", "b").markdown()).isEqualTo("| a | b |\n| ---: | ---: |\n");
  }

  @Test
  void table_asText_hasLinesOfOneLength() {
    Table table = Table.ofFigures("name", "n");
    table.row("x", "100");
    table.row("longest", "1");

    assertThat(table.text()).isEqualTo("name       n\nx        100\nlongest    1\n");
  }

  @Test
  void row_withTooFewCells_isRefused() {
    Table table = Table.of("a", "b");

    assertThatThrownBy(() -> table.row("1")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "0.01234, 0.012, 0.012",
    "0.1234, 0.12, 0.12",
    "1.234, 1.23, 1.23",
    "12.34, 12.3, 12.3",
    "123.4, 123, 123",
    "-1234567.8, -1234568, '-1,234,568'",
    "NaN, ?, ?",
  })
  void figure_isWritten_withAFewDigits(double value, String number, String grouped) {
    assertThat(Figures.number(value)).isEqualTo(number);
    assertThat(Figures.grouped(value)).isEqualTo(grouped);
  }

  @Test
  void figures_saysWhatTheyAre() {
    assertThat(Figures.known(Double.NaN)).isEmpty();
    assertThat(Figures.range(new Quartiles(1, 2000, 3))).isEqualTo("2,000 (1.00–3.00)");
    assertThat(Figures.duration(1500)).isEqualTo("1.50 µs");
    assertThat(Figures.duration(2e6)).isEqualTo("2.00 ms");
    assertThat(Figures.checked(false)).isEqualTo("**wrong**");
  }

  @Test
  void targets_areJudged_andThoseNotMeasuredSaidToBe() {
    List<Target<Double>> targets =
        List.of(
            Target.atMost(2, "s", "quick", figure -> figure),
            Target.atMost(1, "s", "quicker", figure -> figure),
            Target.atLeast(1000, "/s", "fast", figure -> 1000 * figure),
            Target.atLeast(3000, "/s", "faster", figure -> 1000 * figure),
            Target.atLeast(1, "/s", "unknown", figure -> Double.NaN));

    assertThat(Target.table(targets, label -> label == Label.NONE ? 2.0 : Double.NaN))
        .isEqualTo(
            """
            | scenario | target | measured | verdict |
            | --- | --- | --- | --- |
            | quick | ≤ 2.00 s | 2.00 | met |
            | quicker | ≤ 1.00 s | 2.00 | **missed** |
            | fast | ≥ 1,000 /s | 2,000 | met |
            | faster | ≥ 3,000 /s | 2,000 | **missed** |
            | unknown | ≥ 1.00 /s |  | not measured |
            """);
  }

  @Test
  void targets_areJudged_labelByLabel() {
    Target<Double> both = Target.atLeast(2, "× locks", "both", figure -> figure);
    Target<Double> far = Target.<Double>atLeast(3, "× locks", "far", figure -> figure);
    List<Target<Double>> targets =
        List.of(both, far.under(Label.NEAR), far.under(Label.FAR), both.under(Label.NONE));
    Map<Label, Double> measured =
        Map.of(Label.NONE, Double.NaN, Label.NEAR, 4.0, Label.FAR, 1.0, Label.MOVED, 9.0);

    assertThat(Target.table(targets, measured::get))
        .isEqualTo(
            """
            | scenario | target | measured | verdict |
            | --- | --- | --- | --- |
            | both, near | ≥ 2.00 × locks | 4.00 | met |
            | both, far | ≥ 2.00 × locks | 1.00 | **missed** |
            | far, near | ≥ 3.00 × locks | 4.00 | met |
            | far, far | ≥ 3.00 × locks | 1.00 | **missed** |
            | both | ≥ 2.00 × locks |  | not measured |
            """);
  }
}
