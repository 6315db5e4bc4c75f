package io.isolde.benchmarks.report;

/** A kind of table. */
@FunctionalInterface
interface Section {
  /** The table about {@code subject}, in Markdown. */
  String render(RawResults results, String subject);
}
