package io.isolde.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Results of JMH for benchmarks in the class that the subject names. */
final class JmhSection implements Section {
  @Override
  public String render(RawResults results, String subject) {
    Table table =
        new Table(
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
            Table.peer(result.path("params").path("peer").asText()),
            Table.number(primary.path("score").asDouble()),
            Table.number(primary.path("scoreError").asDouble(Double.NaN)),
            primary.path("scoreUnit").asText(),
            secondary(result, "cpu"),
            secondary(result, "attempts"),
            secondary(result, "gc.alloc.rate.norm"),
            answers(result));
      }
    }
    return table.toString();
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
    return score.isMissingNode() ? "" : Table.number(score.asDouble());
  }

  private static JsonNode metric(JsonNode result, String name) {
    return result.path("secondaryMetrics").path(name).path("score");
  }

  private static String answers(JsonNode result) {
    double gaveUp = metric(result, "gaveUp").asDouble(0);
    return (metric(result, "wrong").asDouble(0) == 0 ? "right" : "**wrong**")
        + (gaveUp == 0 ? "" : ", " + Table.number(gaveUp) + " given up");
  }
}
