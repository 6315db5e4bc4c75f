package io.isolde.benchmarks.harness.report;

/** A generated part of a page, between {@link Markers}. */
@FunctionalInterface
public interface Section {
  /**
   * The Markdown about {@code subject}.
   *
   * @throws IllegalArgumentException if there is no such subject
   */
  String render(String subject);
}
