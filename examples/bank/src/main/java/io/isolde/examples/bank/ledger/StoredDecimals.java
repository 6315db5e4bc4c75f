package io.isolde.examples.bank.ledger;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.Texts;
import io.isolde.store.Store;
import io.isolde.store.StoreRef;
import java.util.OptionalInt;

/** How many decimals the amounts in a store have: all of them have the same minor units. */
public final class StoredDecimals {
  private static final int NOT_KNOWN = -1;

  private StoredDecimals() {}

  /**
   * Notes in the store that its amounts have so many decimals, or makes sure that they have.
   *
   * @throws BankException when the store was filled with different ones
   */
  public static void require(Store store, int decimals) {
    int found = ref(store).updateAndGet(known -> known == NOT_KNOWN ? decimals : known);
    if (found != decimals) {
      throw BankException.usage(
          "the amounts in the store %s have %s; expected --decimals %d, not %d"
              .formatted(store.uri(), Texts.counted(found, "decimal"), found, decimals));
    }
  }

  /** What is noted in the store; empty when the bank was killed before it noted anything. */
  public static OptionalInt find(Store store) {
    int found = known(store);
    return found == NOT_KNOWN ? OptionalInt.empty() : OptionalInt.of(found);
  }

  private static int known(Store store) {
    try {
      return ref(store).get();
    } catch (IllegalStateException e) { // a new name cannot be opened in a read-only store
      return NOT_KNOWN;
    }
  }

  private static StoreRef<Integer> ref(Store store) {
    return store.ref("decimals", Integer.class, NOT_KNOWN);
  }
}
