package io.isolde.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.isolde.benchmarks.harness.report.Figures;
import io.isolde.benchmarks.harness.report.Section;
import io.isolde.benchmarks.harness.report.Table;
import java.util.ArrayList;
import java.util.List;

/** Results of JMH for benchmarks in the class that the subject names. */
record JmhSection(BenchmarkResults results) implements Section {
  @Override
  public String render(String subject) {
    Table table =
        Table.of(
            "benchmark",
            "peer",
            "score",
            "±",
            "unit",
            "CPU ns/op",
            "attempts/op",
            "bytes/op",
            "answers");
    for (JsonNode result : results.jmh()) {
      String benchmark = result.path("benchmark").asText();
      if (benchmark.contains("." + subject + ".")) {
        JsonNode primary = result.path("primaryMetric");
        table.row(
            benchmark.substring(benchmark.indexOf(subject) + subject.length() + 1)
                + params(result.path("params")),
            Tables.peer(result.path("params").path("peer").asText()),
            Figures.number(primary.path("score").asDouble()),
            Figures.number(primary.path("scoreError").asDouble(Double.NaN)),
            primary.path("scoreUnit").asText(),
            secondary(result, "cpu"),
            secondary(result, "attempts"),
            secondary(result, "gc.alloc.rate.norm"),
            answers(result));
      }
    }
    return table.markdown();
  }

  private static String params(JsonNode params) {
    List<String> texts = new ArrayList<>();
    params
        .properties()
        .forEach(
            param -> {
              if (!param.getKey().equals("peer")) {
                texts.add(" " + param.getKey() + "=" + param.getValue().asText());
              }
            });
    return String.join("", texts);
  }

  private static String secondary(JsonNode result, String name) {
    JsonNode score = metric(result, name);
    return score.isMissingNode() ? "" : Figures.number(score.asDouble());
  }

  private static JsonNode metric(JsonNode result, String name) {
    return result.path("secondaryMetrics").path(name).path("score");
  }

  private static String answers(JsonNode result) {
    double gaveUp = metric(result, "gaveUp").asDouble(0);
    return Figures.checked(metric(result, "wrong").asDouble(0) == 0)
        + (gaveUp == 0 ? "" : ", " + Figures.number(gaveUp) + " given up");
  }
}
