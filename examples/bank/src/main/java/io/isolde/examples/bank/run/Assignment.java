package io.isolde.examples.bank.run;

import io.isolde.examples.bank.csv.OrderFormat;
import io.isolde.examples.bank.csv.Source;

/**
 * The orders that a run is to apply: a file, or a part of it.
 *
 * <p>Immutable.
 */
public record Assignment(Source source, OrderFormat format, Part part) {

  /** All orders of that file. */
  static Assignment whole(Source source, OrderFormat format) {
    return new Assignment(source, format, Part.WHOLE);
  }
}
