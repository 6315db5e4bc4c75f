package io.isolde.examples.bank.cli;

import io.isolde.examples.bank.Texts;
import io.isolde.examples.bank.run.Summary;
import io.isolde.store.DurableStore;
import io.isolde.store.Recovery;
import io.isolde.store.Store;
import java.io.PrintWriter;

/** Prints what a durable store recovered when it was opened. */
final class RecoveryReport {

  private RecoveryReport() {}

  /** Prints the recovery of that store, or nothing if it is not durable. */
  static void print(Store store, PrintWriter out) {
    if (store instanceof DurableStore durable) {
      print(durable.recovery(), out);
    }
  }

  private static void print(Recovery recovery, PrintWriter out) {
    Summary.printRemark(out, "Recovered", found(recovery));
    if (recovery.tornTail() != null) {
      Summary.printRemark(out, "", "a torn tail was cut off: " + recovery.tornTail());
    }
  }

  private static String found(Recovery recovery) {
    return recovery.checkpointRecords() + recovery.journalRecords() == 0
        ? "nothing, the store is new"
        : "%s of a checkpoint, and %s of the journal"
            .formatted(
                Texts.counted(recovery.checkpointRecords(), "record"),
                Texts.counted(recovery.journalRecords(), "record"));
  }
}
