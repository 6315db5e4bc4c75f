package io.isolde.examples.bank;

import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import java.util.Optional;

/**
 * The files of orders that a durable store has seen.
 *
 * <p>Thread-safe.
 */
final class OrderFiles {
  /*
   *   unknown ── begin() ──▶ begun ── complete() ──▶ complete
   *
   *   I1  A file is its content: under another name it is the same file, and with another content
   *       another one, whose orders are new ones.
   *   I2  So a file that was changed after it was begun would be applied twice. Therefore no file is
   *       begun while another one without ids is unfinished, unless that is asked for.
   *   I3  There are receipts by line of files that are begun, and of no others.
   */
  private final Store store;
  private final StoreMap<String, OrderFile> files;

  /** The files in that store. */
  OrderFiles(Store store) {
    this.store = store;
    files = store.map("files of orders", String.class, OrderFile.class);
  }

  /**
   * Begins a file, or finds it, if it was begun before.
   *
   * @param hasIds whether its orders are told apart by ids
   * @param leaveUnfinished whether it may be begun although another one is unfinished
   * @throws BankException when it may not be begun, or was begun with other ids; nothing has
   *     changed
   */
  OrderFile begin(Fingerprint fingerprint, boolean hasIds, boolean leaveUnfinished) {
    return store.transact(
        () -> {
          // Written also when it is known, so that a store that refuses changes does so here.
          OrderFile known = files.get(fingerprint.sha256());
          if (known == null && !leaveUnfinished) {
            requireNoneUnfinished(fingerprint.inWords());
          }
          OrderFile file =
              known == null
                  ? OrderFile.begun(files.size() + 1, fingerprint, hasIds)
                  : requireSameIds(known, hasIds);
          files.put(fingerprint.sha256(), file);
          return file;
        });
  }

  /**
   * Makes sure that no file is unfinished whose orders are known by their lines.
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

  private static OrderFile requireSameIds(OrderFile known, boolean hasIds) {
    if (known.hasIds() != hasIds) {
      throw BankException.usage(
          "%s was begun %s --id-column; expected the same now"
              .formatted(known.fingerprint().inWords(), known.hasIds() ? "with" : "without"));
    }
    return known;
  }

  /** Notes that all of the file was applied, and drops what was noted of its lines. */
  void complete(OrderFile file, Tally tally) {
    store.transact(
        () -> {
          files.put(file.fingerprint().sha256(), file.completed(tally));
          if (!file.hasIds()) {
            new ReceiptsByLine(store, file.number()).drop();
          }
        });
  }
}
