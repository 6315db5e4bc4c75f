package io.isolde.examples.bank.run;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.bank.csv.OrderFormat;
import io.isolde.examples.bank.csv.Source;
import io.isolde.examples.bank.ledger.Ledger;
import io.isolde.examples.bank.ledger.Receipts;
import io.isolde.examples.bank.ledger.ReceiptsById;
import io.isolde.examples.bank.ledger.ReceiptsByLine;
import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Applies a file of orders to a store that may have seen it before, in part or as a whole.
 *
 * <p>Thread-confined.
 */
public final class Intake {
  /*
   *   store        orders      receipts    the file is
   *   in memory    no ids      none        read once
   *   in memory    ids         by id       read once
   *   durable      no ids      by line     noted in the store; a pipe is refused
   *   durable      ids         by id       noted in the store, unless it is a pipe
   */
  private final Store store;
  private final Source source;
  private final OrderFormat format;
  private final Receipts receipts;
  private final @Nullable OrderFile file;

  private Intake(
      Store store, Source source, OrderFormat format, Receipts receipts, @Nullable OrderFile file) {
    this.store = store;
    this.source = source;
    this.format = format;
    this.receipts = receipts;
    this.file = file;
  }

  /**
   * Begins the file in that store, or finds how far it was applied before.
   *
   * @param leaveUnfinished whether it may be begun although another one is unfinished
   * @throws BankException when the store has another file to finish, or could not tell these orders
   *     from others
   */
  public static Intake begin(
      Store store, Source source, OrderFormat format, boolean leaveUnfinished) {
    if (!(store instanceof DurableStore)) {
      return new Intake(
          store, source, format, format.hasIds() ? new ReceiptsById(store) : Receipts.none(), null);
    }
    return source.isRepeatable()
        ? beginFile(store, source, format, leaveUnfinished)
        : beginPipe(store, source, format, leaveUnfinished);
  }

  private static Intake beginFile(
      Store store, Source source, OrderFormat format, boolean leaveUnfinished) {
    boolean hasIds = format.hasIds();
    OrderFile file = new OrderFiles(store).begin(Fingerprint.of(source), hasIds, leaveUnfinished);
    Receipts receipts = hasIds ? new ReceiptsById(store) : new ReceiptsByLine(store, file.number());
    return new Intake(store, source, format, receipts, file);
  }

  private static Intake beginPipe(
      Store store, Source source, OrderFormat format, boolean leaveUnfinished) {
    if (!format.hasIds()) {
      throw BankException.usage(
          "%s is not a regular file, so the durable store %s could not tell its orders from others; expected a file, or orders with ids and --id-column"
              .formatted(source.name(), store.uri()));
    }
    if (!leaveUnfinished) {
      new OrderFiles(store).requireNoneUnfinished(source.name());
    }
    return new Intake(store, source, format, new ReceiptsById(store), null);
  }

  /**
   * Applies what was not applied before. When this returns, everything that the summary reports is
   * durable, if the store is.
   */
  public Summary apply(Ledger ledger, RunSettings settings, StopSignal stop, PrintWriter out)
      throws InterruptedException {
    if (file != null && file.complete() && !file.hasIds()) {
      Summary.printRemark(out, "Known", source.name() + " was applied to its end before");
      return Summary.ofKnown(file, ledger);
    }
    Summary summary = PaymentRun.apply(source, format, ledger, receipts, settings, stop);
    if (file != null && summary.exitCode() == ExitCode.OK) {
      complete(file, summary);
    }
    if (store instanceof DurableStore durable) {
      durable.force();
    }
    return summary;
  }

  private void complete(OrderFile begun, Summary summary) {
    Fingerprint now = Fingerprint.of(source);
    if (!now.isSameContent(begun.fingerprint())) {
      throw BankException.input(
          "%s was changed while it was applied: it was %s. It is left unfinished; some of its orders are applied."
              .formatted(now.inWords(), begun.fingerprint().inWords()));
    }
    new OrderFiles(store).complete(begun, summary.tally());
  }
}
