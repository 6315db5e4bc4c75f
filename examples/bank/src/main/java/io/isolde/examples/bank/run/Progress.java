package io.isolde.examples.bank.run;

import io.isolde.examples.bank.csv.Source;
import java.util.function.Supplier;

/** Receives reports of how far the work has got. */
@FunctionalInterface
public interface Progress extends AutoCloseable {

  /** Reports that so many more bytes of the input have been processed. */
  void advance(long bytes);

  /** Reports that the work has ended. */
  @Override
  default void close() {}

  /** Where progress is shown. */
  @FunctionalInterface
  interface Display {
    /** Shows nothing. */
    Display NONE = (task, source, remark) -> bytes -> {};

    /**
     * Shows the progress of a pass over that source, until it is closed.
     *
     * @param remark is asked again whenever the display changes
     */
    Progress show(String task, Source source, Supplier<String> remark);
  }
}
