package io.isolde.examples.bank.run;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.bank.csv.Amounts;
import io.isolde.examples.bank.csv.OrderFormat;
import io.isolde.examples.bank.csv.Source;
import io.isolde.examples.bank.ledger.BankStore;
import io.isolde.examples.bank.ledger.Ledger;
import io.isolde.examples.bank.ledger.PaymentLimit;
import io.isolde.examples.bank.ledger.Receipts;
import io.isolde.examples.bank.ledger.ReceiptsById;
import io.isolde.examples.bank.ledger.ReceiptsByLine;
import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Applies a file of orders, or a part of it, to a store that may have seen it before, and that
 * other processes may apply other parts to.
 *
 * <p>Thread-confined.
 */
public final class Intake {
  /*
   *   store        orders      receipts    the file is
   *   in memory    no ids      none        read once
   *   in memory    ids         by id       read once
   *   kept         no ids      by line     noted in the store; a pipe is refused
   *   kept         ids         by id       noted in the store, unless it is a pipe
   *
   * A limit is kept by a counter of the file, so a pipe into a store that is kept can have none.
   */
  private final Store store;
  private final Assignment assignment;
  private final Receipts receipts;
  private final @Nullable PaymentLimit limit;

  /** What is known of the file; null when it is read once. */
  private @Nullable OrderFile file;

  private Intake(
      Store store,
      Source source,
      OrderFormat format,
      FileSettings settings,
      Receipts receipts,
      @Nullable OrderFile file) {
    this.store = store;
    assignment = new Assignment(source, format, settings.part());
    this.receipts = receipts;
    this.file = file;
    int number = file == null ? 0 : file.number();
    limit =
        settings.limit().isPresent()
            ? new PaymentLimit(store, number, settings.limit().getAsLong())
            : null;
  }

  /**
   * Begins the file in that store, or finds how far it was applied before.
   *
   * @throws BankException when the store has another file to finish, or could not tell these orders
   *     from others, or began the file otherwise
   */
  public static Intake begin(
      Store store, Source source, OrderFormat format, FileSettings settings) {
    if (!BankStore.isKept(store)) {
      Receipts receipts = format.hasIds() ? new ReceiptsById(store) : Receipts.none();
      return new Intake(store, source, format, settings, receipts, null);
    }
    return source.isRepeatable()
        ? beginFile(store, source, format, settings)
        : beginPipe(store, source, format, settings);
  }

  private static Intake beginFile(
      Store store, Source source, OrderFormat format, FileSettings settings) {
    boolean hasIds = format.hasIds();
    OrderFile file = new OrderFiles(store).begin(Fingerprint.of(source), hasIds, settings);
    Receipts receipts = hasIds ? new ReceiptsById(store) : new ReceiptsByLine(store, file.number());
    return new Intake(store, source, format, settings, receipts, file);
  }

  private static Intake beginPipe(
      Store store, Source source, OrderFormat format, FileSettings settings) {
    if (!format.hasIds()) {
      throw BankException.usage(
          "%s is not a regular file, so the durable store %s could not tell its orders from others; expected a file, or orders with ids and --id-column"
              .formatted(source.name(), store.uri()));
    }
    if (settings.limit().isPresent()) {
      throw BankException.usage(
          "%s is not a regular file, so the durable store %s could not tell what was paid from it before; expected a file, or no --limit"
              .formatted(source.name(), store.uri()));
    }
    if (!settings.leaveUnfinished()) {
      new OrderFiles(store).requireNoneUnfinished(source.name());
    }
    return new Intake(store, source, format, settings, new ReceiptsById(store), null);
  }

  /**
   * Applies what was not applied before. When this returns, everything that the summary reports is
   * durable, if the store is.
   */
  public Summary apply(Ledger ledger, RunSettings settings, StopSignal stop, PrintWriter out)
      throws InterruptedException {
    Optional<Totals> known = known();
    if (known.isPresent()) {
      Summary.printRemark(out, "Known", whatIsKnown() + " was applied to its end before");
      return Summary.ofKnown(known.get(), ledger);
    }
    Ledger limited = limit == null ? ledger : ledger.limitedTo(limit);
    Summary summary = PaymentRun.apply(assignment, limited, receipts, settings, stop);
    if (file != null && summary.exitCode() == ExitCode.OK) {
      file = finish(file, summary);
    }
    if (store instanceof DurableStore durable) {
      durable.force();
    }
    return summary;
  }

  /** What there is in the orders that are assigned, if all of them were settled before. */
  private Optional<Totals> known() {
    if (file == null || file.hasIds()) {
      return Optional.empty();
    }
    return file.complete() ? Optional.of(file.totals()) : file.totals(assignment.part());
  }

  private String whatIsKnown() {
    String name = assignment.source().name();
    return isComplete() ? name : "part " + assignment.part() + " of " + name;
  }

  /** Whether all of the file was applied, as far as this process knows. */
  public boolean isComplete() {
    return file == null || file.complete();
  }

  private OrderFile finish(OrderFile begun, Summary summary) {
    Fingerprint now = Fingerprint.of(assignment.source());
    if (!now.isSameContent(begun.fingerprint())) {
      throw BankException.input(
          "%s was changed while it was applied: it was %s. It is left unfinished; some of its orders are applied."
              .formatted(now.inWords(), begun.fingerprint().inWords()));
    }
    FinishedPart part = new FinishedPart(assignment.part(), summary.tally().totals());
    return new OrderFiles(store).finish(begun, part);
  }

  /** Prints what there is to say about the file itself, after the summary. */
  public void print(PrintWriter out, Amounts amounts) {
    if (limit != null) {
      Summary.printFigure(
          out,
          "Limit",
          amounts.grouped(limit.paid()),
          "of " + amounts.grouped(limit.most()) + " paid");
    }
    if (file != null && !assignment.part().isWhole()) {
      printParts(out, file.openParts(assignment.part().of()));
    }
  }

  private void printParts(PrintWriter out, List<Part> open) {
    String name = assignment.source().name();
    if (open.isEmpty()) {
      Summary.printRemark(out, "Parts", "all of " + name + " was applied");
    } else {
      String parts = open.stream().map(Part::toString).collect(Collectors.joining(" and "));
      Summary.printRemark(out, "Parts", parts + " of " + name + " still to be finished");
    }
  }
}
