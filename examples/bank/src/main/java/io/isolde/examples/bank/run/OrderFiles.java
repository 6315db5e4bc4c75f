package io.isolde.examples.bank.run;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.ledger.ReceiptsByLine;
import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import java.util.Optional;

/**
 * The files of orders that a durable store has seen.
 *
 * <p>Thread-safe.
 */
public final class OrderFiles {
  /*
   *   unknown ── begin() ──▶ begun ── finish(), part by part ──▶ complete
   *
   *   I1  A file is identified by its content: under another name it is the same file, and with
   *       another content it is another file, whose orders are new ones.
   *   I2  So the orders of a file that was changed after it was begun would be applied twice.
   *       Therefore no file is begun while another one without ids is unfinished, unless the user
   *       asks for that.
   *   I3  There are receipts by line for files that are begun, and for no others. Several processes
   *       may apply a file; one that is late, because it was thought dead, finds them dropped.
   */
  private final Store store;
  private final StoreMap<String, OrderFile> files;

  /** The files in that store. */
  public OrderFiles(Store store) {
    this.store = store;
    files = store.map("files of orders", String.class, OrderFile.class);
  }

  /**
   * Begins a file, or finds it, if it was begun before.
   *
   * @param hasIds whether its orders are told apart by ids
   * @throws BankException when it may not be begun, or was begun with ids and now has none, or the
   *     reverse, or was begun with another limit; nothing has changed
   */
  public OrderFile begin(Fingerprint fingerprint, boolean hasIds, FileSettings settings) {
    long limit = settings.limit().orElse(OrderFile.NO_LIMIT);
    return store.transact(
        () -> {
          // Written even when it is known, so that a store that refuses changes does so here.
          OrderFile known = files.get(fingerprint.sha256());
          if (known == null && !settings.leaveUnfinished()) {
            requireNoneUnfinished(fingerprint.inWords());
          }
          OrderFile file =
              known == null
                  ? OrderFile.begun(files.size() + 1, fingerprint, hasIds, limit)
                  : requireSame(known, hasIds, limit);
          files.put(fingerprint.sha256(), file);
          return file;
        });
  }

  /**
   * Makes sure that no file whose orders are identified by their lines is unfinished.
   *
   * @param instead what was to be applied
   * @throws BankException when there is one
   */
  void requireNoneUnfinished(String instead) {
    Optional<OrderFile> unfinished =
        store.snapshot(() -> files.values().stream().filter(OrderFile::isUnfinished).findAny());
    if (unfinished.isPresent()) {
      throw BankException.input(
          "%s is not finished in the store %s; expected that file, but this is %s. Apply it to its end first, or leave it as it is with --leave-unfinished."
              .formatted(unfinished.get().fingerprint().inWords(), store.uri(), instead));
    }
  }

  private static OrderFile requireSame(OrderFile known, boolean hasIds, long limit) {
    if (known.hasIds() != hasIds) {
      throw begunOtherwise(known, known.hasIds() ? "with --id-column" : "without --id-column");
    }
    if (known.limit() != limit) {
      throw begunOtherwise(
          known, known.limit() == OrderFile.NO_LIMIT ? "without --limit" : "with another --limit");
    }
    return known;
  }

  private static BankException begunOtherwise(OrderFile known, String how) {
    return BankException.usage(
        "%s was begun %s; expected the same now".formatted(known.fingerprint().inWords(), how));
  }

  /**
   * Records that a part of the file was applied. When that completes the file, its receipts by line
   * are dropped.
   *
   * @return what is known of the file now
   */
  OrderFile finish(OrderFile file, FinishedPart part) {
    return store.transact(
        () -> {
          OrderFile before = find(file.fingerprint()).orElseThrow();
          return before.complete() && !before.hasIds() ? before : finishNow(before, part);
        });
  }

  private OrderFile finishNow(OrderFile before, FinishedPart part) {
    OrderFile after = before.with(part);
    files.put(after.fingerprint().sha256(), after);
    if (after.complete() && !after.hasIds()) {
      new ReceiptsByLine(store, after.number()).drop();
    }
    return after;
  }

  /** What is known of a file, if it was begun. */
  public Optional<OrderFile> find(Fingerprint fingerprint) {
    return Optional.ofNullable(files.get(fingerprint.sha256()));
  }
}
