package io.isolde.examples.bank.run;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.OrderEntry;
import io.isolde.examples.bank.Texts;
import io.isolde.examples.bank.csv.OrderFormat;
import io.isolde.examples.bank.csv.OrderReader;
import io.isolde.examples.bank.csv.Parsed;
import io.isolde.examples.bank.csv.Source;
import java.io.PrintWriter;

/** A pass over a file of orders that applies nothing and tolerates no malformed line. */
public final class StrictCheck {

  private StrictCheck() {}

  /**
   * Reads the file to its end.
   *
   * @param err where the first malformed lines are listed
   * @throws BankException when a line is malformed, or the file could not be read a second time
   */
  public static void check(
      Source source, OrderFormat format, RunSettings settings, PrintWriter err) {
    if (!source.isRepeatable()) {
      throw BankException.usage(
          source.name() + " is not a regular file, but --strict has to read it twice");
    }
    Tally tally = count(source, format, settings);
    if (tally.malformed() > 0) {
      Summary.printMalformed(err, tally);
      throw BankException.input(
          "%s has %s; with --strict, nothing is applied"
              .formatted(source.name(), Texts.counted(tally.malformed(), "malformed line")));
    }
  }

  private static Tally count(Source source, OrderFormat format, RunSettings settings) {
    Tally tally = new Tally(settings.malformedShown());
    try (OrderReader orders = OrderReader.open(source, format);
        Progress progress =
            settings
                .progress()
                .show("check", source, () -> Texts.counted(tally.malformed(), "malformed line"))) {
      long bytesChecked = 0;
      Parsed<OrderEntry> line = orders.next();
      while (line != null) {
        if (line instanceof Parsed.Malformed<OrderEntry> malformed) {
          tally.add(malformed);
        }
        progress.advance(orders.bytesRead() - bytesChecked);
        bytesChecked = orders.bytesRead();
        line = orders.next();
      }
    }
    return tally;
  }
}
